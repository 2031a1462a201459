//! Whether a document is a request or a contact, by the names of its members.

use crate::body::member::{Body, Member};
use crate::body::{Contact, UpdateContactRequest};
use crate::json::{Reader, SyntaxError};

/// The kind of a document: one of the two bodies.
///
/// # Examples
///
/// ```
/// use contact_schema::lint::Kind;
///
/// assert_eq!(Kind::of(br#"{"notify": "yes"}"#)?, Some(Kind::Request));
/// assert_eq!(Kind::of(br#"{"id": null}"#)?, Some(Kind::Contact));
/// // Neither or both: the linter does not guess.
/// assert_eq!(Kind::of(br#"{"name": "Ada"}"#)?, None);
/// assert_eq!(Kind::of(br#"{"notify": true, "id": 1}"#)?, None);
/// # Ok::<(), contact_schema::SyntaxError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An [`UpdateContactRequest`].
    Request,
    /// A [`Contact`].
    Contact,
}

impl Kind {
    /// Returns the kind of a document. Its members decide; validity does not. A request has
    /// `notify` and none of the members that only a contact has. A contact has some of those and no
    /// `notify`. The kind of any other document is unknown.
    ///
    /// # Errors
    ///
    /// [`SyntaxError`] if the document is not JSON.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::lint::Kind;
    ///
    /// assert_eq!(Kind::of(br#"{"notify": true, "nmae": "Ada"}"#)?, Some(Kind::Request));
    /// assert_eq!(Kind::of(b"[]")?, None);
    /// assert!(Kind::of(b"{").is_err());
    /// # Ok::<(), contact_schema::SyntaxError>(())
    /// ```
    pub fn of(document: &[u8]) -> Result<Option<Self>, SyntaxError> {
        let reader = Reader::new(document);
        let start = reader.whitespace(0);
        let (kind, end) = Self::at(&reader, start)?;
        reader.finish(end)?;
        Ok(kind)
    }

    /// Returns the kind of the document that starts at `start`, and its end.
    pub(crate) fn at(reader: &Reader<'_>, start: usize) -> Result<(Option<Self>, usize), SyntaxError> {
        if reader.peek(start) != b'{' {
            return Ok((None, reader.skip(start, 0)?));
        }
        let (mut request, mut contact) = (false, false);
        let (mut at, mut byte) = reader.token(start + 1);
        if byte != b'}' {
            loop {
                let (name, value_at) = reader.member_name(at)?;
                let name = reader.decode(name);
                match (Self::Request.has(&name), Self::Contact.has(&name)) {
                    (true, false) => request = true,
                    (false, true) => contact = true,
                    _ => {}
                }
                (at, byte) = reader.token(reader.skip(value_at, 1)?);
                match byte {
                    b',' => at = reader.after_comma(at)?.0,
                    b'}' => break,
                    _ => return Err(reader.expected_separator(at, true)),
                }
            }
        }
        let kind = match (request, contact) {
            (true, false) => Some(Self::Request),
            (false, true) => Some(Self::Contact),
            _ => None,
        };
        Ok((kind, at + 1))
    }

    /// Returns the other kind.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Request => Self::Contact,
            Self::Contact => Self::Request,
        }
    }

    /// Returns one bit for each member of this body, by its index.
    pub(crate) const fn all_members(self) -> u32 {
        (1 << self.members().len()) - 1
    }

    /// Returns one bit for each member of this body that must be present, by its index.
    #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
    pub(crate) const fn required_members(self) -> u32 {
        const fn required(members: &[Member]) -> u32 {
            let (mut bits, mut index) = (0, 0);
            while index < members.len() {
                bits |= (members[index].required as u32) << index;
                index += 1;
            }
            bits
        }
        match self {
            Self::Request => const { required(UpdateContactRequest::MEMBERS) },
            Self::Contact => const { required(Contact::MEMBERS) },
        }
    }

    /// Returns the members of this body.
    const fn members(self) -> &'static [Member] {
        match self {
            Self::Request => UpdateContactRequest::MEMBERS,
            Self::Contact => Contact::MEMBERS,
        }
    }

    /// Whether this body has a member of this name.
    pub(crate) fn has(self, name: &str) -> bool {
        match self {
            Self::Request => UpdateContactRequest::find(name).is_some(),
            Self::Contact => Contact::find(name).is_some(),
        }
    }

    /// Whether this body has a member of this name that may be absent.
    pub(crate) fn has_optional(self, name: &str) -> bool {
        self.members().iter().any(|member| member.name == name && !member.required)
    }

    /// Returns the names of the members of this body.
    pub(crate) fn member_names(self) -> impl Iterator<Item = &'static str> {
        self.members().iter().map(|member| member.name)
    }

    /// Returns the indexes of the members that only this body has.
    pub(crate) fn only(self) -> impl Iterator<Item = usize> {
        self.member_names().enumerate().filter(move |(_, name)| !self.other().has(name)).map(|(index, _)| index)
    }

    /// Returns the name of the kind in arguments and machine output.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(contact_schema::lint::Kind::Request.as_str(), "request");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Contact => "contact",
        }
    }
}

crate::std_traits::display_text!(Kind);
