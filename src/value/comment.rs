//! `comment`: a string with a limit in code points, and no other rule (R3, R10).

use alloc::string::String;

use crate::limits::max;

/// The comment on the company contact.
///
/// At most [`MAX_CHARS`](Self::MAX_CHARS) Unicode code points; the empty string is valid (R10).
///
/// # Examples
///
/// ```
/// use contact_schema::Comment;
///
/// let comment: Comment = "Calls back on Mondays".parse()?;
/// assert_eq!(comment.as_str(), "Calls back on Mondays");
/// assert!(Comment::is_valid(""));
/// // Code points count, not bytes and not UTF-16 units.
/// assert!(Comment::is_valid(&"😀".repeat(Comment::MAX_CHARS)));
/// # Ok::<(), contact_schema::InvalidComment>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Comment(String);

impl Comment {
    /// The longest comment in Unicode code points; source: the documented limits of `comment`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Comment;
    ///
    /// assert!(Comment::is_valid(&"é".repeat(Comment::MAX_CHARS)));
    /// assert!(!Comment::is_valid(&"é".repeat(Comment::MAX_CHARS + 1)));
    /// ```
    pub const MAX_CHARS: usize = max!(comment_chars);
}

crate::value::text::limited_text_type!(Comment, InvalidComment, plain_long_string, "Calls back on Mondays");
