//! Ids in formats that pass numbers on in their own ways.

use std::collections::BTreeMap;

use contact_schema::ContactId;

const BEYOND_32_BITS: i64 = 5_000_000_000;

/// JavaScript writes integers above 2^32 as floats in CBOR.
#[test]
fn an_id_may_be_a_float_in_a_tree_of_cbor() {
    let id = ciborium::Value::Float(BEYOND_32_BITS as f64).deserialized::<ContactId>().unwrap();
    assert_eq!(id.get(), BEYOND_32_BITS);
    assert!(ciborium::Value::Float(7.5).deserialized::<ContactId>().is_err());
}

/// Two more readers of CBOR.
#[test]
fn an_id_may_be_a_float_in_cbor() {
    for (value, expected) in [(7.0, Some(7)), (7.5, None), (BEYOND_32_BITS as f64, Some(BEYOND_32_BITS))] {
        let mut bytes = vec![0xFB];
        bytes.extend(f64::to_be_bytes(value));
        let ids = [
            cbor4ii::serde::from_slice::<ContactId>(&bytes).ok(),
            minicbor_serde::from_slice::<ContactId>(&bytes).ok(),
        ];
        assert_eq!(ids.map(|id| id.map(ContactId::get)), [expected; 2], "{value}");
    }
    for integer in [&[7][..], &[0x18, 7], &[0x1B, 0, 0, 0, 0, 0, 0, 0, 7]] {
        assert_eq!(cbor4ii::serde::from_slice::<ContactId>(integer).unwrap().get(), 7);
        assert_eq!(minicbor_serde::from_slice::<ContactId>(integer).unwrap().get(), 7);
    }
}

#[test]
fn an_id_may_have_a_point_in_formats_of_text() {
    for text in ["7.0", "70e-1"] {
        assert_eq!(simd_json::from_slice::<ContactId>(&mut text.as_bytes().to_vec()).unwrap().get(), 7, "{text}");
        assert_eq!(serde_json5::from_str::<ContactId>(text).unwrap().get(), 7, "{text}");
        assert_eq!(serde_saphyr::from_str::<ContactId>(text).unwrap().get(), 7, "{text}");
    }
    for text in ["7.5", "1e99"] {
        assert!(simd_json::from_slice::<ContactId>(&mut text.as_bytes().to_vec()).is_err(), "{text}");
        assert!(serde_json5::from_str::<ContactId>(text).is_err(), "{text}");
        assert!(serde_saphyr::from_str::<ContactId>(text).is_err(), "{text}");
    }
    // A string is not a number, though serde-saphyr reads one as an `i64`.
    assert!(serde_saphyr::from_str::<i64>("'7'").is_ok() && serde_saphyr::from_str::<ContactId>("'7'").is_err());
}

/// As a map by `i64`.
#[test]
fn a_map_by_id_is_written_and_read_in_json5() {
    let map = BTreeMap::from([(ContactId::new(7).unwrap(), 1)]);
    let text = json5_1::to_string(&map).unwrap();
    assert_eq!(json5_1::from_str::<BTreeMap<ContactId, i32>>(&text).unwrap(), map);
}
