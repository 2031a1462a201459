//! The parts of a call: path, `content-type` and tokens, each on both sides of its limits.
//!
//! Helpers outside of `#[test]` panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use contact_schema::endpoint::{
    self, ContactPath, InvalidContentType, InvalidPath, METHOD, PATH_TEMPLATE, PathParameter, check_content_type,
};
use contact_schema::{CompanyId, ContactId, InvalidId, Rule};

#[test]
fn the_constants_are_those_of_the_documentation() {
    assert_eq!(METHOD, "PATCH");
    assert_eq!(PATH_TEMPLATE, "/companies/v2/rs/{companyId}/contacts/{contactId}");
    assert_eq!(endpoint::AUTHORIZATION, "Authorization".to_lowercase());
    assert_eq!(endpoint::X_SESSION_TOKEN, "x-session-token");
    assert_eq!(endpoint::CONTENT_TYPE, "content-type");
    assert_eq!(endpoint::MEDIA_TYPE, "application/json");
}

fn path(company: &str, contact: &str) -> String {
    format!("/companies/v2/rs/{company}/contacts/{contact}")
}

#[test]
fn paths_round_trip() {
    let ids = [0, 1, -1, 7, 10, 999_999_999_999_999, ContactId::MAX, ContactId::MIN];
    for company in ids {
        for contact in ids {
            let expected = ContactPath {
                company_id: CompanyId::new(company).unwrap(),
                contact_id: ContactId::new(contact).unwrap(),
            };
            let text = path(&company.to_string(), &contact.to_string());
            assert_eq!(expected.to_string(), text);
            assert_eq!(text.parse(), Ok(expected));
            assert_eq!(ContactPath::try_from(text.as_str()), Ok(expected));
        }
    }
}

#[test]
fn ids_in_a_path_have_one_spelling() {
    let not_canonical = [
        // Nothing, signs, zeros
        "", "-", "+1", "--1", "01", "00", "-0", "-01", "007", // Other numbers
        "1.0", "1e2", "1.", ".1", "0x1", "1_000", "1,000", "NaN", "Infinity", "true",
        // White space and control characters
        " 1", "1 ", "\t1", "1\n", "1\0", // What is percent-encoded
        "%31", "1%30", "%2D1", "%201", "1%00", // Other digits and signs
        "١", "１", "−1", // What the segment may have behind it
        "1;v=2", "1:2", "1.json", "1?", "1#",
    ];
    for text in not_canonical {
        one_fault(&path(text, "2"), PathParameter::CompanyId, text, InvalidId::NotCanonical);
        one_fault(&path("2", text), PathParameter::ContactId, text, InvalidId::NotCanonical);
    }
    let out_of_range = [
        "9007199254740992",
        "-9007199254740992",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999999999999999999999999999999",
    ];
    for text in out_of_range {
        one_fault(&path(text, "2"), PathParameter::CompanyId, text, InvalidId::OutOfRange);
        one_fault(&path("2", text), PathParameter::ContactId, text, InvalidId::OutOfRange);
    }
}

fn one_fault(path: &str, parameter: PathParameter, value: &str, fault: InvalidId) {
    let invalid = path.parse::<ContactPath>().unwrap_err();
    let found: Vec<_> = invalid.parameters().collect();
    let [found] = found.as_slice() else { panic!("{path}: {found:?}") };
    assert_eq!((found.parameter, found.fault), (parameter, fault), "{path}");
    assert_eq!(&path[found.span.range()], value, "{path}");
    let rule = if fault == InvalidId::OutOfRange { Rule::IntegerOutOfRange } else { Rule::HttpPathInteger };
    assert_eq!(found.rule(), rule, "{path}");
    let message = invalid.to_string();
    assert!(message.starts_with(&format!("path parameter {parameter}: expected ")), "{message}");
}

#[test]
fn both_parameters_are_reported() {
    let invalid = path("01", "9007199254740992").parse::<ContactPath>().unwrap_err();
    let faults: Vec<_> = invalid.parameters().map(|invalid| (invalid.parameter, invalid.fault)).collect();
    assert_eq!(
        faults,
        [(PathParameter::CompanyId, InvalidId::NotCanonical), (PathParameter::ContactId, InvalidId::OutOfRange)]
    );
    assert_eq!(
        invalid.to_string(),
        "path parameter companyId: expected decimal digits without leading zeros, found other text; \
         path parameter contactId: expected an integer from -9007199254740991 to 9007199254740991, found one out of range"
    );
}

#[test]
fn invalid_paths_report_where_they_differ() {
    let cases = [
        // Too short
        ("", 0),
        ("/", 1),
        ("/companies", 10),
        ("/companies/v2/rs/1", 18),
        ("/companies/v2/rs/1/contacts", 27),
        // Too long
        ("/companies/v2/rs/1/contacts/2/", 29),
        ("/companies/v2/rs/1/contacts/2/3", 29),
        // Another segment
        ("companies/v2/rs/1/contacts/2", 0),
        ("*", 0),
        ("//companies/v2/rs/1/contacts/2", 1),
        ("/api/companies/v2/rs/1/contacts/2", 1),
        ("/Companies/v2/rs/1/contacts/2", 1),
        ("/%63ompanies/v2/rs/1/contacts/2", 1),
        ("/companies/v1/rs/1/contacts/2", 11),
        ("/companies/v2/rs/1/Contacts/2", 19),
        ("/companies/v2/rs/1//contacts/2", 19),
        ("/companies/v2/rs/../rs/1/contacts/2", 20),
        ("/companies/v2/rs/1%2Fcontacts/2", 30),
        // Parameters of another path are not checked.
        ("/companies/v2/rs/x/contact/y", 19),
    ];
    for (path, at) in cases {
        assert_eq!(path.parse::<ContactPath>(), Err(InvalidPath::Template { at }), "{path}");
    }
    // The template itself is not a path.
    assert_eq!(PATH_TEMPLATE.parse::<ContactPath>().unwrap_err().parameters().count(), 2);
}

#[test]
fn content_types() {
    use InvalidContentType::{Charset, MediaType, Parameter};

    let cases: &[(&[u8], Result<(), InvalidContentType>)] = &[
        // The documented value, in any case
        (b"application/json", Ok(())),
        (b"Application/JSON", Ok(())),
        // Charset
        (b"application/json; charset=utf-8", Ok(())),
        (b"application/json;charset=UTF-8", Ok(())),
        (b"application/json \t; \tCharset=\"utf-8\"", Ok(())),
        (b"application/json; charset=\"\\u\\t\\f-8\"", Ok(())),
        (b"application/json; charset=utf8", Err(Charset { at: 26 })),
        (b"application/json; charset=utf-16", Err(Charset { at: 26 })),
        (b"application/json; charset=iso-8859-1", Err(Charset { at: 26 })),
        (b"application/json; charset=\"\"", Err(Charset { at: 26 })),
        (b"application/json; charset=\"utf-8 \"", Err(Charset { at: 26 })),
        (b"application/json; charset=\"utf-\"", Err(Charset { at: 26 })),
        (b"application/json; charset=utf-8; charset=latin1", Err(Charset { at: 41 })),
        (b"application/json; charset=latin1; charset=utf-8", Err(Charset { at: 26 })),
        // Other parameters, and none
        (b"application/json; profile=\"a;b, \\\" c\"; q=1", Ok(())),
        (b"application/json;", Ok(())),
        (b"application/json ;; ; charset=utf-8 ;", Ok(())),
        (b"application/json ", Ok(())),
        (b"application/json; x=\"\xff\"", Ok(())),
        // Malformed parameters
        (b"application/json; charset", Err(Parameter { at: 25 })),
        (b"application/json; charset=", Err(Parameter { at: 26 })),
        (b"application/json; charset =utf-8", Err(Parameter { at: 25 })),
        (b"application/json; charset= utf-8", Err(Parameter { at: 26 })),
        (b"application/json; charset=\"utf-8", Err(Parameter { at: 26 })),
        (b"application/json; charset=\"utf-8\\", Err(Parameter { at: 26 })),
        (b"application/json; x=\"\x01\"", Err(Parameter { at: 20 })),
        (b"application/json; =utf-8", Err(Parameter { at: 18 })),
        (b"application/json charset=utf-8", Err(Parameter { at: 17 })),
        (b"application/json; charset=utf-8 x", Err(Parameter { at: 32 })),
        // Other media types, and several
        (b"", Err(MediaType)),
        (b" application/json", Err(MediaType)),
        (b"application", Err(MediaType)),
        (b"application/", Err(MediaType)),
        (b"application/jso", Err(MediaType)),
        (b"application/json5", Err(MediaType)),
        (b"application/json+x", Err(MediaType)),
        (b"application/merge-patch+json", Err(MediaType)),
        (b"application/json-patch+json", Err(MediaType)),
        (b"application/problem+json", Err(MediaType)),
        (b"application/*", Err(MediaType)),
        (b"application /json", Err(MediaType)),
        (b"text/json", Err(MediaType)),
        (b"application/x-www-form-urlencoded", Err(MediaType)),
        (b"application/json, application/json", Err(MediaType)),
        (b"application/json; charset=utf-8, text/html", Err(MediaType)),
        (b"application/json\xff", Err(Parameter { at: 16 })),
    ];
    for (value, expected) in cases {
        assert_eq!(check_content_type(value), *expected, "{}", value.escape_ascii());
    }
}

#[cfg(feature = "token")]
mod tokens {
    use std::fmt::Debug;

    use contact_schema::endpoint::{
        BearerToken, InvalidAuthorization, InvalidBearerToken, InvalidSessionToken, SessionToken,
    };

    /// Reads a token with every constructor.
    fn all_ways<T>(token: &str) -> T
    where
        T: std::str::FromStr
            + for<'a> TryFrom<&'a str>
            + TryFrom<String>
            + for<'a> TryFrom<&'a [u8]>
            + PartialEq
            + Debug,
        T::Err: Debug,
    {
        let value: T = token.parse().unwrap();
        assert!(T::try_from(token).is_ok_and(|other| other == value));
        assert!(T::try_from(token.to_owned()).is_ok_and(|other| other == value));
        assert!(T::try_from(token.as_bytes()).is_ok_and(|other| other == value));
        value
    }

    #[test]
    fn bearer_tokens() {
        use InvalidBearerToken::{Character, Empty};

        for token in ["a", "0", "-", ".", "_", "~", "+", "/", "a=", "a===", "mF_9.B5f-4.1JqM", &"x".repeat(10_000)] {
            let value: BearerToken = all_ways(token);
            assert_eq!(value.expose_secret(), token);
            assert_eq!(value.to_authorization(), format!("Bearer {token}"));
            assert_eq!(BearerToken::from_authorization(value.to_authorization()), Ok(value));
        }
        let invalid: &[(&[u8], InvalidBearerToken)] = &[
            (b"", Empty),
            (b"=", Character { at: 0 }),
            (b"a=b", Character { at: 2 }),
            (b"a b", Character { at: 1 }),
            (b" a", Character { at: 0 }),
            (b"a ", Character { at: 1 }),
            (b"a,b", Character { at: 1 }),
            (b"a:b", Character { at: 1 }),
            (b"a\"", Character { at: 1 }),
            (b"a\n", Character { at: 1 }),
            (b"a\x7f", Character { at: 1 }),
            (b"a\xc3\xa9", Character { at: 1 }),
            (b"\xff", Character { at: 0 }),
        ];
        for (token, expected) in invalid {
            assert_eq!(BearerToken::try_from(*token), Err(*expected), "{}", token.escape_ascii());
            if let Ok(text) = std::str::from_utf8(token) {
                assert_eq!(BearerToken::new(text), Err(*expected));
            }
        }
        // Every byte as a token of one character.
        for byte in 0..=u8::MAX {
            let is_allowed = byte.is_ascii_alphanumeric() || "-._~+/".contains(char::from(byte));
            assert_eq!(BearerToken::try_from(&[byte][..]).is_ok(), is_allowed, "{byte:#x}");
        }
    }

    #[test]
    fn authorizations() {
        use InvalidAuthorization::{Scheme, Token};
        use InvalidBearerToken::{Character, Empty};

        for value in ["Bearer abc", "bearer abc", "BEARER abc", "bEaReR abc", "Bearer   abc"] {
            assert_eq!(BearerToken::from_authorization(value).unwrap().expose_secret(), "abc", "{value}");
        }
        let invalid: &[(&[u8], InvalidAuthorization)] = &[
            (b"", Scheme),
            (b"abc", Scheme),
            (b"Basic dTpw", Scheme),
            (b"Bearerabc", Scheme),
            (b"Bearer\tabc", Scheme),
            (b" Bearer abc", Scheme),
            (b"Bearer: abc", Scheme),
            (b"\xff", Scheme),
            (b"Bearer", Token { start: 6, fault: Empty }),
            (b"Bearer ", Token { start: 7, fault: Empty }),
            (b"Bearer abc ", Token { start: 7, fault: Character { at: 3 } }),
            (b"Bearer  abc,", Token { start: 8, fault: Character { at: 3 } }),
            (b"Bearer abc, Bearer def", Token { start: 7, fault: Character { at: 3 } }),
            (b"Bearer realm=\"x\"", Token { start: 7, fault: Character { at: 6 } }),
            (b"Bearer \xff", Token { start: 7, fault: Character { at: 0 } }),
        ];
        for (value, expected) in invalid {
            assert_eq!(BearerToken::from_authorization(value), Err(*expected), "{}", value.escape_ascii());
        }
        let message = BearerToken::from_authorization("Bearer  abc,").unwrap_err().to_string();
        assert!(message.ends_with("found another character at byte 11"), "{message}");
    }

    #[test]
    fn session_tokens() {
        for token in ["!", "~", "eyJhbGciOiJIUzI1NiJ9.e30.XmNK3GpH3Ys", "a,b;c=\"d\"", &"x".repeat(10_000)] {
            let value: SessionToken = all_ways(token);
            assert_eq!(value.expose_secret(), token);
        }
        assert_eq!(SessionToken::new(""), Err(InvalidSessionToken::Empty));
        assert_eq!(SessionToken::new("ab c"), Err(InvalidSessionToken::Character { at: 2 }));
        assert_eq!(SessionToken::new("abc\u{e9}"), Err(InvalidSessionToken::Character { at: 3 }));
        // Every byte as a token of one character: both limits and their neighbours are among them.
        for byte in 0..=u8::MAX {
            assert_eq!(SessionToken::try_from(&[byte][..]).is_ok(), (0x21..=0x7e).contains(&byte), "{byte:#x}");
        }
    }

    #[test]
    fn tokens_compare_by_text_and_are_redacted() {
        let texts = ["a", "b", "ab", "aa", "A", "ab=", "ab=="];
        for left in texts {
            for right in texts {
                assert_eq!(BearerToken::new(left) == BearerToken::new(right), left == right, "{left} and {right}");
                assert_eq!(SessionToken::new(left) == SessionToken::new(right), left == right, "{left} and {right}");
            }
        }
        for secret in ["hunter2", "x"] {
            let shown = format!("{:?} {:#?}", BearerToken::new(secret).unwrap(), SessionToken::new(secret).unwrap());
            assert_eq!(shown, "BearerToken(..) SessionToken(..)");
        }
        // Errors do not show the token either.
        let shown = format!("{:?}", BearerToken::from_authorization("Bearer hunter2!").unwrap_err());
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn tokens_implement_no_trait_that_leaks_them() {
        // For a type that has one of these traits, the call is ambiguous and does not compile.
        trait AmbiguousIf<A> {
            fn here() {}
        }
        impl<T: ?Sized> AmbiguousIf<()> for T {}
        struct Displays;
        impl<T: ?Sized + std::fmt::Display> AmbiguousIf<Displays> for T {}
        struct Hashes;
        impl<T: ?Sized + std::hash::Hash> AmbiguousIf<Hashes> for T {}
        struct Orders;
        impl<T: ?Sized + PartialOrd> AmbiguousIf<Orders> for T {}
        struct Serializes;
        impl<T: ?Sized + serde::Serialize> AmbiguousIf<Serializes> for T {}
        <BearerToken as AmbiguousIf<_>>::here();
        <SessionToken as AmbiguousIf<_>>::here();
    }
}

#[cfg(feature = "proptest")]
mod properties {
    use contact_schema::endpoint::ContactPath;
    use contact_schema::proptest::contact_path;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn paths_survive_writing_and_reading(path in contact_path()) {
            prop_assert_eq!(path.to_string().parse::<ContactPath>(), Ok(path));
        }

        /// An accepted path is written unchanged: a path has one spelling only.
        #[test]
        fn accepted_paths_are_written_so(
            path in r"/companies/v2/rs/[-+ ]?[0-9%]{0,17}(\.0)?/contacts/[-+ ]?[0-9%]{0,17}",
        ) {
            if let Ok(read) = path.parse::<ContactPath>() {
                prop_assert_eq!(read.to_string(), path);
            }
        }
    }
}

/// Rules, pointers and spans round-trip through serde.
mod kept {
    use contact_schema::{Pointer, Rule, Span};
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::json;

    fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T, written: &serde_json::Value) {
        assert_eq!(&serde_json::to_value(value).unwrap(), written);
        assert_eq!(&serde_json::from_value::<T>(written.clone()).unwrap(), value);
        assert_eq!(&serde_json::from_str::<T>(&written.to_string()).unwrap(), value);
        let mut bytes = Vec::new();
        ciborium::into_writer(value, &mut bytes).unwrap();
        assert_eq!(&ciborium::from_reader::<T, _>(&bytes[..]).unwrap(), value);
        assert_eq!(&postcard::from_bytes::<T>(&postcard::to_allocvec(value).unwrap()).unwrap(), value);
    }

    #[test]
    fn values_round_trip() {
        for rule in Rule::ALL {
            survives(rule, &json!(rule.as_str()));
        }
        for text in ["", "/", "/phones/0", "/a~1b~0c", "/\u{1b}\u{e9}"] {
            let pointer: Pointer = text.parse().unwrap();
            survives(&pointer, &json!(text));
            assert!(pointer == *text && pointer == text);
        }
        for (start, end) in [(0, 0), (3, 8), (usize::MAX, usize::MAX)] {
            survives(&Span { start, end }, &json!({ "start": start, "end": end }));
        }
        let span: Span = serde_json::from_str(r#"{"end": 2, "line": 7, "start": 1}"#).unwrap();
        assert_eq!(span, Span { start: 1, end: 2 });
    }

    #[test]
    fn invalid_values_are_refused_without_showing_them() {
        for pointer in ["secret", "#/secret", "/secret~", "/secret~2", " /secret"] {
            let error = pointer.parse::<Pointer>().unwrap_err().to_string();
            assert_eq!(error, "expected a JSON Pointer, found other text");
            let error = serde_json::from_value::<Pointer>(json!(pointer)).unwrap_err().to_string();
            assert_eq!(error, "expected a JSON Pointer, found other text");
        }
        let error = serde_json::from_value::<Rule>(json!("secret")).unwrap_err().to_string();
        assert_eq!(error, "expected the id of a rule, found other text");
        for span in [json!({ "start": 1 }), json!({ "end": 1 }), json!([1]), json!({ "start": -1, "end": 1 })] {
            assert!(serde_json::from_value::<Span>(span.clone()).is_err(), "{span}");
        }
    }
}
