//! The macro that generates a body from its table of members.

/// Describes a body: each field, its [presence](super::presence), the type of its values and its
/// name in JSON. Generates the struct and all code that reads and writes it.
macro_rules! members {
    (
        valid $valid:literal invalid $invalid:literal
        $(#[$attribute:meta])*
        pub struct $Body:ident {
            $($(#[$doc:meta])* $field:ident: $Presence:ident<$Type:ident> = $name:literal,)*
        }
    ) => {
        $(#[$attribute])*
        pub struct $Body {
            $($(#[$doc])* pub $field: $crate::body::members::field_type!($Presence<$Type>),)*
        }

        const _: () = {
            use crate::body::member::{Body, Member, NameIndex};
            use crate::body::order::MAX_MEMBERS;
            use crate::body::presence::{self, Presence};
            use crate::body::sink::{BodySink, Build};
            use crate::body::{field, serde as from_serde};
            use crate::json::Reader;
            use crate::value::sink::Stop;

            assert!($Body::MEMBERS.len() <= MAX_MEMBERS, "raise `MAX_MEMBERS`");

            /// What a sink keeps of each member.
            pub(crate) struct Draft<S: BodySink> {
                $($field: S::Slot<$Type>,)*
            }

            impl<S: BodySink> Default for Draft<S> {
                fn default() -> Self {
                    Self { $($field: Default::default(),)* }
                }
            }

            /// The order of the members.
            #[expect(non_camel_case_types, reason = "named like the fields")]
            enum Order {
                $($field,)*
            }

            /// The index of each member. Constants, because a `match` on them is one jump.
            struct Index;

            #[expect(non_upper_case_globals, reason = "named like the fields")]
            impl Index {
                $(const $field: usize = Order::$field as usize;)*
            }

            impl Body for $Body {
                const NAME: &'static str = stringify!($Body);

                const MEMBERS: &'static [Member] = &[$(Member::new::<presence::$Presence, $Type>($name)),*];

                const NAMES: &'static [&'static str] = &[$($name),*];

                const INDEX: NameIndex = NameIndex::new(Self::MEMBERS);

                type Draft<S: BodySink> = Draft<S>;

                #[inline(always)]
                fn read_plain<const INDEX: usize, S: BodySink>(
                    draft: &mut Draft<S>,
                    reader: &Reader<'_>,
                    at: usize,
                ) -> Option<usize> {
                    $(if INDEX == Index::$field {
                        let nullable = <presence::$Presence as Presence<$Type>>::NULLABLE;
                        return field::read_plain::<$Type, S>(reader, at, nullable, &mut draft.$field);
                    })*
                    None
                }

                #[inline(always)]
                fn read<S: BodySink>(
                    draft: &mut Draft<S>,
                    index: usize,
                    reader: &Reader<'_>,
                    at: usize,
                    sink: &mut S,
                ) -> Result<usize, Stop> {
                    match index {
                        $(Index::$field => {
                            let member = ($name, <presence::$Presence as Presence<$Type>>::NULLABLE);
                            field::read_any::<$Type, S>(reader, at, member, &mut draft.$field, sink)
                        })*
                        _ => Ok(reader.skip(at, 1)?),
                    }
                }

                #[cfg(feature = "json")]
                fn read_tree<S: BodySink>(
                    draft: &mut Draft<S>,
                    index: usize,
                    value: &serde_json::Value,
                    sink: &mut S,
                ) -> Result<(), Stop> {
                    match index {
                        $(Index::$field => {
                            let member = ($name, <presence::$Presence as Presence<$Type>>::NULLABLE);
                            field::read_tree::<$Type, S>(value, member, &mut draft.$field, sink)
                        })*
                        _ => Ok(()),
                    }
                }

                fn read_map<'de, A: serde::de::MapAccess<'de>>(
                    draft: &mut Draft<Build>,
                    index: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match index {
                        $(Index::$field => {
                            let nullable = <presence::$Presence as Presence<$Type>>::NULLABLE;
                            draft.$field = map.next_value_seed(from_serde::MemberSeed::new($name, nullable))?;
                        })*
                        _ => {}
                    }
                    Ok(())
                }

                fn build(draft: Draft<Build>) -> Option<Self> {
                    Some(Self { $($field: presence::$Presence::field(draft.$field)?,)* })
                }

                fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                    $(presence::write::<presence::$Presence, $Type, M>(&self.$field, map, $name)?;)*
                    Ok(())
                }

                fn count(&self) -> usize {
                    0 $(+ usize::from(!<presence::$Presence as Presence<$Type>>::state(&self.$field).is_absent()))*
                }

                #[inline]
                fn find(name: &str) -> Option<usize> {
                    $(if name == $name {
                        return Some(Index::$field);
                    })*
                    None
                }
            }

            impl crate::value::redact::Redact for $Body {
                fn redact(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    let mut output = f.debug_struct(Self::NAME);
                    $(presence::redact::<presence::$Presence, $Type>(&self.$field, &mut output, $name);)*
                    output.finish()
                }
            }
        };

        #[cfg(feature = "arbitrary")]
        impl<'a> arbitrary::Arbitrary<'a> for $Body {
            fn arbitrary(u: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
                Ok(Self { $($field: u.arbitrary()?,)* })
            }
        }

        #[cfg(feature = "proptest")]
        impl proptest::arbitrary::Arbitrary for $Body {
            type Parameters = ();
            type Strategy = proptest::strategy::BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                use proptest::strategy::Strategy as _;

                // Each field uses the strategy of its type.
                let fields = ($(proptest::arbitrary::any::<$crate::body::members::field_type!($Presence<$Type>)>(),)*);
                fields.prop_map(|($($field,)*)| Self { $($field,)* }).boxed()
            }
        }

        crate::body::serde::serde_body!($Body);
        crate::body::json::read_body!($Body, $valid, $invalid);
        #[cfg(feature = "json")]
        crate::body::tree::value_body!($Body, $valid);
    };
}

/// The type of a field: see [`Presence::Field`](super::presence::Presence::Field). A macro, so that
/// the documentation shows the type itself.
macro_rules! field_type {
    (Required<$Type:ident>) => { $Type };
    (Nullable<$Type:ident>) => { Option<$Type> };
    (Optional<$Type:ident>) => { Option<$Type> };
    (Clearable<$Type:ident>) => { crate::body::patch::Patch<$Type> };
}

pub(crate) use {field_type, members};
