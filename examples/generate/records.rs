//! Varied records of the two bodies; the same options give the same records. All names, addresses
//! and numbers are invented: the domains are those of RFC 2606, the phone numbers are reserved for
//! fiction.
//!
//! Valid records give no warnings, except for requests that change nothing and unknown members.

use std::fmt::Write as _;

use contact_schema::Rule;
use contact_schema::testing::faults;

/// The kind of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Contact,
    Request,
}

/// The layout of a record; one line unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The documented order, no white space.
    Compact,
    /// The documented order, white space between all tokens.
    Pretty,
    /// The documented order, each member and each phone on its own line, as formatters write it.
    Indented,
    /// Alphabetical order, as writers with sorted keys produce it; no white space.
    Sorted,
    /// A random order in each record; no white space.
    Shuffled,
    /// The documented order with 100 unknown members in between; no white space.
    Unknown,
}

/// The content of the texts of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// All scripts, mostly Latin; few escapes; comments of all lengths, mostly short.
    Mixed,
    /// Names and comments in Latin with accents.
    Accented,
    /// Names and comments in Chinese, Japanese and Korean characters.
    Cjk,
    /// Names and comments in Arabic.
    Arabic,
    /// Every character of every string value is an escape.
    Escaped,
    /// The same, and every character of the members' names.
    EscapedWhole,
    /// Emails of 250 characters, never null.
    LongEmails,
    /// Comments of 2,500 characters, never null.
    LongComments,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    pub(crate) kind: Kind,
    pub(crate) seed: u64,
    /// The average number of invalid records in 1000.
    pub(crate) bad: u64,
    pub(crate) shape: Shape,
    pub(crate) text: Text,
}

/// The punctuation of a record with its white space.
struct Punctuation {
    open: &'static str,
    colon: &'static str,
    comma: &'static str,
    close: &'static str,
    open_array: &'static str,
    array_comma: &'static str,
    close_array: &'static str,
}

impl Shape {
    const fn punctuation(self) -> Punctuation {
        match self {
            Self::Pretty => Punctuation {
                open: "{ ",
                colon: " : ",
                comma: ", ",
                close: " }",
                open_array: "[",
                array_comma: ", ",
                close_array: "]",
            },
            Self::Indented => Punctuation {
                open: "{\n  ",
                colon: ": ",
                comma: ",\n  ",
                close: "\n}",
                open_array: "[\n    ",
                array_comma: ",\n    ",
                close_array: "\n  ]",
            },
            Self::Compact | Self::Sorted | Self::Shuffled | Self::Unknown => Punctuation {
                open: "{",
                colon: ":",
                comma: ",",
                close: "}",
                open_array: "[",
                array_comma: ",",
                close_array: "]",
            },
        }
    }
}

/// The number of unknown members in a record of the layout `Unknown`.
const UNKNOWN: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Id,
    Name,
    Email,
    Phones,
    Comment,
    CompanyId,
    NotifyAt,
    UpdatedAt,
    CreatedAt,
    Notify,
    /// An unknown member.
    Source,
}

impl Member {
    const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Email => "email",
            Self::Phones => "phones",
            Self::Comment => "comment",
            Self::CompanyId => "companyId",
            Self::NotifyAt => "notifyAt",
            Self::UpdatedAt => "updatedAt",
            Self::CreatedAt => "createdAt",
            Self::Notify => "notify",
            Self::Source => "source",
        }
    }
}

const CONTACT: [Member; 9] = [
    Member::Id,
    Member::Name,
    Member::Email,
    Member::Phones,
    Member::Comment,
    Member::CompanyId,
    Member::NotifyAt,
    Member::UpdatedAt,
    Member::CreatedAt,
];

/// The fault of a record. Each fault breaks one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fault {
    /// The email has the fault of this label in the crate's table.
    Email(&'static str),
    /// `updatedAt` has the fault of this label in the crate's table.
    Timestamp(&'static str),
    NameTooLong,
    NameNull,
    EmailTooLong,
    PhonesNull,
    PhonesText,
    PhonesSix,
    PhoneTooLong,
    PhoneNumber,
    CommentTooLong,
    CommentArray,
    DuplicateMember,
    TrailingComma,
    CutOff,
    LoneSurrogate,
    RawTab,
    InArray,
    NotifyMissing,
    NotifyText,
    NotifyNumber,
    MemberMissing,
    IdText,
    IdFraction,
    IdTooGreat,
    TimestampNumber,
    TimestampNull,
}

/// The faults that both bodies can have.
const SHARED_FAULTS: usize = 28;

const REQUEST_FAULTS: [Fault; SHARED_FAULTS + 3] =
    join(SHARED, [Fault::NotifyMissing, Fault::NotifyText, Fault::NotifyNumber]);

const CONTACT_FAULTS: [Fault; SHARED_FAULTS + 14] = join(
    SHARED,
    [
        Fault::MemberMissing,
        Fault::IdText,
        Fault::IdFraction,
        Fault::IdTooGreat,
        Fault::TimestampNumber,
        Fault::TimestampNull,
        Fault::Timestamp("timestamp: an offset"),
        Fault::Timestamp("timestamp: a lower-case z"),
        Fault::Timestamp("timestamp: a month out of range"),
        Fault::Timestamp("timestamp: 31 April"),
        Fault::Timestamp("timestamp: 29 February"),
        Fault::Timestamp("timestamp: an hour out of range"),
        Fault::Timestamp("timestamp: a space for the T"),
        Fault::Timestamp("timestamp: no Z"),
    ],
);

const SHARED: [Fault; SHARED_FAULTS] = [
    Fault::NameTooLong,
    Fault::NameNull,
    Fault::Email("email: empty"),
    Fault::Email("email: a dot first"),
    Fault::Email("email: two dots"),
    Fault::Email("email: an apostrophe before the at sign"),
    Fault::Email("email: a dot for the at sign"),
    Fault::Email("email: two at signs"),
    Fault::Email("email: a space"),
    Fault::Email("email: an accent"),
    Fault::Email("email: a dot last"),
    Fault::Email("email: a hyphen first in the domain"),
    Fault::Email("email: one label"),
    Fault::Email("email: a last label of digits"),
    Fault::EmailTooLong,
    Fault::PhonesNull,
    Fault::PhonesText,
    Fault::PhonesSix,
    Fault::PhoneTooLong,
    Fault::PhoneNumber,
    Fault::CommentTooLong,
    Fault::CommentArray,
    Fault::DuplicateMember,
    Fault::TrailingComma,
    Fault::CutOff,
    Fault::LoneSurrogate,
    Fault::RawTab,
    Fault::InArray,
];

const fn join<const A: usize, const B: usize, const C: usize>(first: [Fault; A], second: [Fault; B]) -> [Fault; C] {
    assert!(A + B == C);
    let mut joined = [Fault::InArray; C];
    let mut index = 0;
    while index < C {
        joined[index] = if index < A { first[index] } else { second[index - A] };
        index += 1;
    }
    joined
}

impl Fault {
    /// Returns the member with the fault; `None` if it concerns the whole record.
    const fn member(self) -> Option<Member> {
        Some(match self {
            Self::NameTooLong | Self::NameNull | Self::LoneSurrogate | Self::RawTab => Member::Name,
            Self::Email(_) | Self::EmailTooLong => Member::Email,
            Self::PhonesNull | Self::PhonesText | Self::PhonesSix | Self::PhoneTooLong | Self::PhoneNumber => {
                Member::Phones
            }
            Self::CommentTooLong | Self::CommentArray => Member::Comment,
            Self::NotifyText | Self::NotifyNumber => Member::Notify,
            Self::IdText | Self::IdFraction | Self::IdTooGreat => Member::Id,
            Self::Timestamp(_) | Self::TimestampNumber | Self::TimestampNull => Member::UpdatedAt,
            Self::DuplicateMember
            | Self::TrailingComma
            | Self::CutOff
            | Self::InArray
            | Self::NotifyMissing
            | Self::MemberMissing => return None,
        })
    }
}

impl Fault {
    /// The rule that the record breaks.
    #[allow(dead_code, reason = "the generator itself does not say")]
    pub(crate) fn rule(self) -> Rule {
        match self {
            Self::Email(label) | Self::Timestamp(label) => faults::labelled(label).rule,
            Self::NameTooLong | Self::EmailTooLong | Self::PhoneTooLong | Self::CommentTooLong => Rule::TooLong,
            Self::NameNull
            | Self::PhonesNull
            | Self::PhonesText
            | Self::PhoneNumber
            | Self::CommentArray
            | Self::InArray
            | Self::NotifyText
            | Self::NotifyNumber
            | Self::IdText
            | Self::TimestampNumber
            | Self::TimestampNull => Rule::WrongType,
            Self::PhonesSix => Rule::TooManyItems,
            Self::DuplicateMember => Rule::DuplicateMember,
            Self::TrailingComma => Rule::JsonTrailingComma,
            Self::CutOff => Rule::JsonUnexpectedEnd,
            Self::LoneSurrogate => Rule::JsonLoneSurrogate,
            Self::RawTab => Rule::JsonControlCharacter,
            Self::NotifyMissing | Self::MemberMissing => Rule::MissingMember,
            Self::IdFraction => Rule::IntegerNotIntegral,
            Self::IdTooGreat => Rule::IntegerOutOfRange,
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ bits >> 31
    }

    /// Returns a number below `end`. `end` is far below 2^64, so the bias does not matter.
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    fn from(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    /// Returns true in `part` of 1000 cases.
    fn permille(&mut self, part: u64) -> bool {
        self.below(1000) < part
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize]
    }
}

/// Generates records one by one.
pub(crate) struct Generator {
    random: Random,
    options: Options,
    /// The text of a string before it is written as JSON.
    text: String,
}

impl Generator {
    pub(crate) fn new(options: Options) -> Self {
        Self { random: Random(options.seed), options, text: String::new() }
    }

    /// Appends a record without a line feed; returns its fault, if it has one.
    pub(crate) fn record(&mut self, out: &mut Vec<u8>) -> Option<Fault> {
        let broken = self.random.permille(self.options.bad);
        let fault = broken.then(|| match self.options.kind {
            Kind::Contact => self.random.pick(&CONTACT_FAULTS),
            Kind::Request => self.random.pick(&REQUEST_FAULTS),
        });
        let start = out.len();
        let mut members = [Member::Source; 16];
        let count = self.members(fault, &mut members);
        let members = &mut members[..count];
        match self.options.shape {
            Shape::Sorted => members.sort_by_key(|member| member.name()),
            Shape::Shuffled => {
                for last in (1..members.len()).rev() {
                    members.swap(last, self.random.below(last as u64 + 1) as usize);
                }
            }
            _ => {}
        }
        let Punctuation { open, colon, comma, close, .. } = self.options.shape.punctuation();
        out.extend_from_slice(open.as_bytes());
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                out.extend_from_slice(comma.as_bytes());
            }
            if self.options.shape == Shape::Unknown {
                // Spreads the 100 members evenly over the record.
                for number in (index * UNKNOWN).div_ceil(count)..((index + 1) * UNKNOWN).div_ceil(count) {
                    let value = self.random.pick(SOURCES);
                    out.extend_from_slice(format!("\"custom_field_{number:02}\":{value},").as_bytes());
                }
            }
            self.text.clear();
            self.text.push_str(member.name());
            let again = fault == Some(Fault::DuplicateMember) && members[..index].contains(member);
            if self.options.text == Text::EscapedWhole {
                self.string(out);
            } else if again && self.random.permille(500) {
                // The same name, its first letter escaped.
                let (first, rest) = member.name().split_at(1);
                out.extend_from_slice(format!("\"\\u{:04x}{rest}\"", first.as_bytes()[0]).as_bytes());
            } else {
                out.extend_from_slice(format!("\"{}\"", member.name()).as_bytes());
            }
            out.extend_from_slice(colon.as_bytes());
            self.value(*member, fault.filter(|fault| fault.member() == Some(*member)), out);
        }
        out.extend_from_slice(close.as_bytes());
        self.break_record(fault, start, out);
        fault
    }

    /// Fills in the members of a record in the documented order; returns their number.
    fn members(&mut self, fault: Option<Fault>, members: &mut [Member; 16]) -> usize {
        let mut count = 0;
        let mut push = |member| {
            members[count] = member;
            count += 1;
        };
        match self.options.kind {
            Kind::Contact => {
                let missing = (fault == Some(Fault::MemberMissing)).then(|| self.random.pick(&CONTACT));
                CONTACT.into_iter().filter(|member| Some(*member) != missing).for_each(&mut push);
                if fault == Some(Fault::DuplicateMember) {
                    push(self.random.pick(&CONTACT));
                }
            }
            Kind::Request => {
                if fault != Some(Fault::NotifyMissing) {
                    push(Member::Notify);
                }
                let chances =
                    [(Member::Name, 550), (Member::Email, 700), (Member::Phones, 450), (Member::Comment, 600)];
                for (member, chance) in chances {
                    if self.random.permille(chance) || fault.and_then(Fault::member) == Some(member) {
                        push(member);
                    }
                }
                if self.random.permille(10) {
                    push(Member::Source);
                }
                if fault == Some(Fault::DuplicateMember) {
                    push(Member::Notify);
                }
            }
        }
        count
    }

    /// Applies the faults that concern the whole record.
    fn break_record(&mut self, fault: Option<Fault>, start: usize, out: &mut Vec<u8>) {
        match fault {
            Some(Fault::TrailingComma) => {
                out.pop();
                out.extend_from_slice(b",}");
            }
            Some(Fault::CutOff) => {
                let length = (out.len() - start) as u64;
                let mut end = start + self.random.from(1, length - 1) as usize;
                // Does not cut within a character: the output must stay UTF-8.
                while out[end] & 0xC0 == 0x80 {
                    end -= 1;
                }
                out.truncate(end);
            }
            Some(Fault::InArray) => {
                out.insert(start, b'[');
                out.push(b']');
            }
            _ => {}
        }
    }

    fn value(&mut self, member: Member, fault: Option<Fault>, out: &mut Vec<u8>) {
        match member {
            Member::Id | Member::CompanyId => self.integer(fault, out),
            Member::Name => self.name(fault, out),
            Member::Email => self.email(fault, out),
            Member::Phones => self.phones(fault, out),
            Member::Comment => self.comment(fault, out),
            Member::NotifyAt => self.timestamp(2025, 2030, fault, out),
            Member::UpdatedAt => self.timestamp(2023, 2025, fault, out),
            Member::CreatedAt => self.timestamp(2012, 2022, fault, out),
            Member::Notify => {
                let yes = self.random.permille(600);
                out.extend_from_slice(match fault {
                    Some(Fault::NotifyText) => b"\"true\"",
                    Some(Fault::NotifyNumber) => b"1",
                    _ if yes => b"true",
                    _ => b"false",
                });
            }
            Member::Source => out.extend_from_slice(self.random.pick(SOURCES).as_bytes()),
        }
    }

    fn integer(&mut self, fault: Option<Fault>, out: &mut Vec<u8>) {
        const MAX: u64 = (1 << 53) - 1;
        // Every number of bits is equally likely.
        let magnitude = self.random.next() & MAX;
        let magnitude = if self.random.permille(10) { MAX } else { magnitude >> self.random.below(53) };
        let sign = if self.random.permille(30) { "-" } else { "" };
        self.text.clear();
        // Writing to a `String` cannot fail.
        let _ = match fault {
            Some(Fault::IdText) => write!(self.text, "\"{magnitude}\""),
            Some(Fault::IdFraction) => write!(self.text, "{sign}{}.5", magnitude % 1_000_000),
            Some(Fault::IdTooGreat) => write!(self.text, "{sign}{}", MAX + 1 + magnitude),
            // `7.0` is the same integer as `7`.
            _ if magnitude < 1_000_000 && self.random.permille(10) => write!(self.text, "{sign}{magnitude}.0"),
            _ => write!(self.text, "{sign}{magnitude}"),
        };
        out.extend_from_slice(self.text.as_bytes());
    }

    fn name(&mut self, fault: Option<Fault>, out: &mut Vec<u8>) {
        if fault == Some(Fault::NameNull) {
            out.extend_from_slice(b"null");
            return;
        }
        self.text.clear();
        let people = match self.options.text {
            Text::Accented => ACCENTED,
            Text::Cjk => CJK,
            Text::Arabic => ARABIC,
            _ => self.random.pick(PEOPLE),
        };
        self.text.push_str(self.random.pick(people.given));
        if people.spaced {
            self.text.push(' ');
        }
        self.text.push_str(self.random.pick(people.family));
        if self.random.permille(40) {
            self.text.push_str(self.random.pick(NAME_ENDS));
        }
        if fault == Some(Fault::NameTooLong) {
            let name = self.text.clone();
            while self.text.chars().count() <= 250 {
                self.text.push_str(&name);
            }
        }
        self.string(out);
        match fault {
            Some(Fault::LoneSurrogate) => {
                out.pop();
                out.extend_from_slice(b"\\ud83d\"");
            }
            Some(Fault::RawTab) => {
                out.pop();
                out.extend_from_slice(b"\t\"");
            }
            _ => {}
        }
    }

    fn email(&mut self, fault: Option<Fault>, out: &mut Vec<u8>) {
        let long = self.options.text == Text::LongEmails;
        if !long && fault.is_none() && self.random.permille(150) {
            out.extend_from_slice(b"null");
            return;
        }
        let (given, family) = (self.random.pick(LOCAL_GIVEN), self.random.pick(LOCAL_FAMILY));
        let domain = self.random.pick(DOMAINS);
        let number = self.random.below(1000);
        let initial = &given[..1];
        self.text.clear();
        let text = &mut self.text;
        let _ = match fault {
            Some(Fault::Email(label)) => {
                let digits = (number % 256).to_string();
                let faulty = faults::labelled(label).fill(|name| match name {
                    "local" => given,
                    "other" | "label" => family,
                    "domain" => domain,
                    "head" => "192.0.2",
                    "digits" => digits.as_str(),
                    _ => unreachable!("{name} in {label}"),
                });
                text.push_str(&faulty.text);
                Ok(())
            }
            Some(Fault::EmailTooLong) => {
                text.push_str(given);
                while text.len() <= 250 {
                    let _ = write!(text, "+{family}");
                }
                write!(text, "@{domain}")
            }
            _ if long => {
                // The domain is long enough to leave 64 characters for the local part, the most
                // that SMTP accepts.
                while text.len() + domain.len() < 185 {
                    let _ = write!(text, "{family}.");
                }
                text.push_str(domain);
                let mut local_part = given.to_owned();
                while local_part.len() < 64 {
                    let _ = write!(local_part, "+{family}");
                }
                local_part.truncate(249 - text.len());
                text.insert(0, '@');
                text.insert_str(0, &local_part);
                Ok(())
            }
            _ => match number % 16 {
                0..=5 => write!(text, "{given}.{family}@{domain}"),
                6..=8 => write!(text, "{given}@{domain}"),
                9 => write!(text, "{initial}{family}@{domain}"),
                10 => write!(text, "{given}{number}@{domain}"),
                11 => write!(text, "{given}_{family}@{domain}"),
                12 => write!(text, "{given}+{family}@{domain}"),
                13 => write!(text, "{initial}'{family}@{domain}"),
                14 => write!(text, "{given}-{family}@mail.{domain}"),
                _ => write!(text, "{}@{domain}", given.to_ascii_uppercase()),
            },
        };
        self.string(out);
    }

    fn phones(&mut self, fault: Option<Fault>, out: &mut Vec<u8>) {
        match fault {
            Some(Fault::PhonesNull) => return out.extend_from_slice(b"null"),
            Some(Fault::PhonesText) => return out.extend_from_slice(b"\"+44 20 7946 0000\""),
            _ => {}
        }
        let count = match fault {
            Some(Fault::PhonesSix) => 6,
            Some(_) => self.random.from(1, 5),
            // Most have one or two.
            None => self.random.pick(&[0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5]),
        };
        let at_fault = self.random.below(count.max(1));
        if count == 0 {
            return out.extend_from_slice(b"[]");
        }
        let Punctuation { open_array, array_comma, close_array, .. } = self.options.shape.punctuation();
        for index in 0..count {
            out.extend_from_slice(if index > 0 { array_comma } else { open_array }.as_bytes());
            let number = self.random.below(1000);
            self.text.clear();
            let text = &mut self.text;
            let _ = match (fault.filter(|_| index == at_fault), self.random.below(8)) {
                (Some(Fault::PhoneNumber), _) => {
                    out.extend_from_slice(format!("20794600{}", number % 100 + 100).as_bytes());
                    continue;
                }
                (Some(Fault::PhoneTooLong), _) => {
                    write!(text, "+44 20 7946 0{number:03} (call the front desk and ask for {number})")
                }
                (_, 0..=2) => write!(text, "+44 20 7946 0{number:03}"),
                (_, 3) => write!(text, "+442079460{number:03}"),
                (_, 4) => write!(text, "(020) 7946-0{number:03}"),
                (_, 5) => write!(text, "+1 202 555 01{:02}", number % 100),
                (_, 6) => write!(text, "020 7946 0{number:03} ext. {}", number % 50),
                _ => write!(text, "0044 20 7946 0{number:03}"),
            };
            self.string(out);
        }
        out.extend_from_slice(close_array.as_bytes());
    }

    fn comment(&mut self, fault: Option<Fault>, out: &mut Vec<u8>) {
        let long = self.options.text == Text::LongComments;
        match fault {
            Some(Fault::CommentArray) => return out.extend_from_slice(b"[\"Prefers mail\"]"),
            None if !long && self.random.permille(300) => return out.extend_from_slice(b"null"),
            _ => {}
        }
        // Most comments are short; a few have the greatest length.
        let length = match (fault, self.random.below(1000)) {
            (Some(Fault::CommentTooLong), _) => self.random.from(2501, 2700),
            _ if long => 2500,
            (_, 0..=59) => 0,
            (_, 60..=819) => self.random.from(4, 64),
            (_, 820..=986) => self.random.from(64, 200),
            (_, 987..=997) => self.random.from(160, 1200),
            (_, 998) => self.random.from(1200, 2500),
            _ => 2500,
        } as usize;
        self.words(length);
        self.string(out);
    }

    /// Fills the text with words up to `length` characters.
    fn words(&mut self, length: usize) {
        self.text.clear();
        let words = match self.options.text {
            Text::Accented => GERMAN,
            Text::Cjk => JAPANESE,
            Text::Arabic => ARABIC_WORDS,
            _ => self.random.pick(WORDS),
        };
        // Emoji count twice in UTF-16, so the linter would warn about texts at the limit.
        let emoji = length < 1000;
        let mut count = 0;
        while count < length {
            let word =
                if emoji && self.random.permille(12) { self.random.pick(EMOJI) } else { self.random.pick(words.words) };
            self.text.push_str(word);
            count += word.chars().count();
            let between = if self.random.permille(25) { self.random.pick(BREAKS) } else { words.between };
            self.text.push_str(between);
            count += between.chars().count();
        }
        for _ in length..count {
            self.text.pop();
        }
    }

    /// Writes the text as a JSON string, sometimes with unnecessary escapes.
    fn string(&mut self, out: &mut Vec<u8>) {
        let whole = matches!(self.options.text, Text::Escaped | Text::EscapedWhole);
        let everything = self.random.permille(30);
        out.push(b'"');
        // Fast path: most texts need no escapes.
        if !whole && !everything && !self.text.bytes().any(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')) {
            out.extend_from_slice(self.text.as_bytes());
        } else {
            for c in self.text.chars() {
                match c {
                    c if whole || everything && !c.is_ascii() => {
                        for unit in c.encode_utf16(&mut [0; 2]) {
                            out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
                        }
                    }
                    '"' => out.extend_from_slice(b"\\\""),
                    '\\' => out.extend_from_slice(b"\\\\"),
                    '\n' => out.extend_from_slice(b"\\n"),
                    '\t' => out.extend_from_slice(b"\\t"),
                    '/' if everything => out.extend_from_slice(b"\\/"),
                    c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
        }
        out.push(b'"');
    }

    fn timestamp(&mut self, first_year: u64, last_year: u64, fault: Option<Fault>, out: &mut Vec<u8>) {
        match fault {
            Some(Fault::TimestampNull) => return out.extend_from_slice(b"null"),
            Some(Fault::TimestampNumber) => return out.extend_from_slice(b"1733410583000"),
            _ => {}
        }
        let mut year =
            if self.random.permille(5) { self.random.below(10_000) } else { self.random.from(first_year, last_year) };
        let mut month = self.random.from(1, 12);
        let mut day = self.random.from(1, last_day(year, month));
        let [hour, minute, second] = [24, 60, 60].map(|end| self.random.below(end));
        if self.random.permille(5) {
            // 29 February of a leap year.
            (year, month, day) = (year.max(4) / 4 * 4, 2, 29);
            day = day.min(last_day(year, month));
        }
        // The replacement for a valid part.
        let part = match fault {
            Some(Fault::Timestamp("timestamp: an offset")) => {
                self.random.pick(&["+01:00", "-08:00", "+00:00", "+0530"]).to_owned()
            }
            Some(Fault::Timestamp("timestamp: a month out of range")) => self.random.from(13, 99).to_string(),
            Some(Fault::Timestamp("timestamp: an hour out of range")) => self.random.from(24, 99).to_string(),
            // The year after a leap year.
            _ => format!("{:04}", year / 4 * 4 + 1),
        };
        self.text.clear();
        let text = &mut self.text;
        let _ = write!(text, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
        let _ = match self.random.below(32) {
            0 => Ok(()),
            1..=3 => write!(text, ":{second:02}"),
            4 => {
                let digits = self.random.from(1, 12) as usize;
                write!(text, ":{second:02}.{:0digits$}", self.random.below(10_u64.pow(digits as u32)))
            }
            // Milliseconds, as JavaScript writes them.
            _ => write!(text, ":{second:02}.{:03}", self.random.below(1000)),
        };
        text.push('Z');
        if let Some(Fault::Timestamp(label)) = fault {
            let faulty = faults::labelled(label).fill(|name| match name {
                "year" | "month" | "hour" | "offset" => part.as_str(),
                range => faults::slice(text, range),
            });
            *text = faulty.text;
        }
        if matches!(self.options.text, Text::Escaped | Text::EscapedWhole) {
            return self.string(out);
        }
        // No writer escapes timestamps, except in the layouts above.
        out.push(b'"');
        out.extend_from_slice(self.text.as_bytes());
        out.push(b'"');
    }
}

/// The last day of a month of the proleptic Gregorian calendar.
fn last_day(year: u64, month: u64) -> u64 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Names in one script.
#[derive(Clone, Copy)]
struct People {
    given: &'static [&'static str],
    family: &'static [&'static str],
    /// Whether a space separates the two.
    spaced: bool,
}

/// Latin more often than the others.
const PEOPLE: &[People] = &[ENGLISH, ACCENTED, ENGLISH, CJK, ACCENTED, ARABIC, ENGLISH, CYRILLIC];

const ENGLISH: People = People {
    given: &["Ada", "Grace", "Alan", "Mary", "Edith", "Noel", "Ruth", "Owen", "Clare", "Hugh", "Iris", "Neil"],
    family: &["Archer", "Baker", "O'Hara", "Carter", "Dyer", "Fletcher", "Mason-Smith", "Porter", "Tanner", "Weaver"],
    spaced: true,
};

const ACCENTED: People = People {
    given: &[
        "Zoë", "André", "Jürgen", "Søren", "Łukasz", "Núria", "Çelik", "Đorđe", "Renée", "Ågot", "Ştefan", "Mária",
    ],
    family: &["Müller", "Brûlé", "Nuñez", "Åkesson", "Żółć", "Öztürk", "Novák", "D’Amélie", "Þórsdóttir", "Gonçalves"],
    spaced: true,
};

const CJK: People = People {
    given: &["佐藤", "鈴木", "王", "李", "김", "이", "田中", "陳"],
    family: &["花子", "太郎", "小明", "美玲", "민준", "서연", "さくら", "志明"],
    spaced: false,
};

const ARABIC: People = People {
    given: &["ليلى", "أحمد", "فاطمة", "يوسف", "مريم", "خالد"],
    family: &["الحداد", "النجار", "الخياط", "الصباغ", "البناء"],
    spaced: true,
};

const CYRILLIC: People = People {
    given: &["Анна", "Борис", "Ольга", "Іван", "Елена", "Ђорђе"],
    family: &["Кузнецова", "Мельник", "Гончар", "Ковач", "Ткаченко"],
    spaced: true,
};

const NAME_ENDS: &[&str] = &[" 😀", " (Reception)", " \"Ace\"", " 👩‍💻", ", Ph.D.", " e\u{301}"];

const LOCAL_GIVEN: &[&str] =
    &["ada", "grace", "alan", "mary", "edith", "noel", "zoe", "andre", "juergen", "nuria", "hanako", "olga"];
const LOCAL_FAMILY: &[&str] =
    &["archer", "baker", "ohara", "carter", "dyer", "fletcher", "mueller", "nunez", "sato", "melnyk"];

/// Reserved by RFC 2606.
const DOMAINS: &[&str] = &[
    "example.com",
    "example.com",
    "example.org",
    "example.net",
    "sales.example.com",
    "north-west.example.org",
    "xn--bcher-kva.example.net",
    "1.2.example.com",
];

/// Words of a language and their separator.
#[derive(Clone, Copy)]
struct Words {
    words: &'static [&'static str],
    between: &'static str,
}

const WORDS: &[Words] = &[PLAIN, PLAIN, GERMAN, PLAIN, JAPANESE, PLAIN, RUSSIAN, ARABIC_WORDS];

const PLAIN: Words = Words {
    words: &[
        "prefers", "mail", "call", "before", "noon", "asked", "for", "the", "invoice", "of", "March", "and", "a",
        "quote", "by", "Friday", "new", "office", "from", "June", "see", "contract", "no.", "417/b", "on", "holiday",
        "until", "Monday", "VIP", "key", "account", "50%", "off",
    ],
    between: " ",
};

const GERMAN: Words = Words {
    words: &[
        "bitte",
        "zurückrufen",
        "nächste",
        "Woche",
        "Größe",
        "prüfen",
        "für",
        "Herrn",
        "Müller",
        "über",
        "Vertrag",
        "ändern",
    ],
    between: " ",
};

const JAPANESE: Words = Words {
    words: &["契約", "更新", "来月", "電話", "ください", "担当者", "変更", "請求書", "、", "午後"],
    between: "",
};

const RUSSIAN: Words = Words {
    words: &["позвонить", "после", "обеда", "новый", "договор", "счёт", "адрес", "изменён", "до", "пятницы"],
    between: " ",
};

const ARABIC_WORDS: Words = Words {
    words: &["يرجى", "الاتصال", "قبل", "الظهر", "عقد", "جديد", "عنوان", "الفاتورة", "٣"],
    between: " ",
};

const EMOJI: &[&str] = &["😀", "👍🏽", "🇬🇧", "☎️", "🎉", "👨‍👩‍👧‍👦"];

/// Separators that sometimes replace the usual one.
const BREAKS: &[&str] = &["\n", "; ", " \"urgent\" ", "\t", " – ", " C:\\"];

/// Values of the unknown member.
const SOURCES: &[&str] = &["\"import\"", "null", "{\"system\":\"crm\",\"batch\":[1,2.5e3]}", "17"];
