//! proptest's `Arbitrary` for the types: `any::<Email>()`, and fields of structs that derive it.
//! The bodies take theirs from the types of their fields: `members!` in `src/body/`.

use core::fmt::Debug;

use ::proptest::arbitrary::Arbitrary;
use ::proptest::prelude::{BoxedStrategy, Strategy};

use super::{company_id, contact_id, contact_path, email, patch, phones, timestamp};
use crate::endpoint::ContactPath;
use crate::value::limited_text_types;
use crate::{CompanyId, ContactId, Email, Patch, Phones, Timestamp};

macro_rules! arbitrary {
    ($($Type:ty = $strategy:expr;)*) => {$(
        impl Arbitrary for $Type {
            type Parameters = ();
            type Strategy = BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                $strategy.boxed()
            }
        }
    )*};
}

macro_rules! arbitrary_texts {
    ($($name:ident $Type:ident $Invalid:ident),*) => {
        arbitrary! { $(crate::value::$Type = super::$name();)* }
    };
}

limited_text_types!(arbitrary_texts);

arbitrary! {
    Email = email();
    Phones = phones();
    Timestamp = timestamp();
    ContactId = contact_id();
    CompanyId = company_id();
    ContactPath = contact_path();
}

#[cfg(feature = "token")]
arbitrary! {
    crate::endpoint::BearerToken = super::bearer_token();
    crate::endpoint::SessionToken = super::session_token();
}

#[cfg(feature = "http")]
arbitrary! {
    crate::http::UpdateContactCall = super::update_contact_call();
}

impl<T: Arbitrary + Clone + Debug + 'static> Arbitrary for Patch<T>
where
    T::Strategy: Clone + 'static,
{
    type Parameters = T::Parameters;
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with(parameters: Self::Parameters) -> Self::Strategy {
        patch(T::arbitrary_with(parameters)).boxed()
    }
}
