//! The three states of a nullable member of a PATCH body (R6).

/// The change of a nullable member by a PATCH: keep it, clear it or set it.
///
/// In JSON these are three different documents: the member is absent, is `null`, or has a value.
/// Reading and writing a body keeps all three states, because the **body** reads and writes its
/// members: an absent member is never written and a `null` always is. But **TOML, query strings and
/// forms have no null**: written there and read back, "clear" is "leave". `Patch` itself implements
/// neither `Serialize` nor `Deserialize`. So it cannot be a field of a derived struct, where a
/// forgotten `skip_serializing_if` or `default` would silently turn one state into another:
///
/// ```compile_fail
/// #[derive(serde::Serialize)]
/// struct Body {
///     email: contact_schema::Patch<contact_schema::Email>,
/// }
/// ```
///
/// Members that cannot be null are an `Option` instead of a `Patch`, so `null` cannot be expressed.
///
/// # Examples
///
/// ```
/// use contact_schema::{Email, Patch, UpdateContactRequest};
///
/// let leave = UpdateContactRequest::from_json(br#"{"notify": true}"#)?;
/// let clear = UpdateContactRequest::from_json(br#"{"notify": true, "email": null}"#)?;
/// let set = UpdateContactRequest::from_json(br#"{"notify": true, "email": "example@email.com"}"#)?;
/// assert_eq!(leave.email, Patch::Absent);
/// assert_eq!(clear.email, Patch::Null);
/// assert_eq!(set.email.value().map(Email::as_str), Some("example@email.com"));
/// assert_eq!(serde_json::to_string(&clear)?, r#"{"notify":true,"email":null}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// The member is absent: keep the value.
    #[default]
    Absent,
    /// The member is `null`: clear the value.
    Null,
    /// The member has a value: set the value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the member is absent.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// assert!(Patch::<u8>::Absent.is_absent());
    /// assert!(!Patch::<u8>::Null.is_absent());
    /// ```
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the member is `null`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// assert!(Patch::<u8>::Null.is_null());
    /// assert!(!Patch::Value(1).is_null());
    /// ```
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if the member has one.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// assert_eq!(Patch::Value(1).value(), Some(&1));
    /// assert_eq!(Patch::<u8>::Null.value(), None);
    /// ```
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts the patch into its value, if the member has one.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// assert_eq!(Patch::Value(String::from("x")).into_value(), Some(String::from("x")));
    /// ```
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts from `&Patch<T>` to `Patch<&T>`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// let patch = Patch::Value(String::from("x"));
    /// assert_eq!(patch.as_ref().map(String::len), Patch::Value(1));
    /// ```
    #[must_use]
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Converts from `&mut Patch<T>` to `Patch<&mut T>`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// let mut patch = Patch::Value(1);
    /// if let Patch::Value(value) = patch.as_mut() {
    ///     *value += 1;
    /// }
    /// assert_eq!(patch, Patch::Value(2));
    /// ```
    #[must_use]
    pub const fn as_mut(&mut self) -> Patch<&mut T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The same state with the value changed by `f`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// assert_eq!(Patch::Value(1).map(|n| n + 1), Patch::Value(2));
    /// assert_eq!(Patch::Null.map(|n: u8| n + 1), Patch::Null);
    /// ```
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(f(value)),
        }
    }

    /// Applies `f`, which may fail, to the value and keeps the other states: for example, to turn a
    /// form's text into a validated type.
    ///
    /// # Errors
    ///
    /// The error of `f`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, Patch};
    ///
    /// assert!(Patch::Value("example@email.com").try_map(Email::new).is_ok());
    /// assert!(Patch::Value("example").try_map(Email::new).is_err());
    /// ```
    pub fn try_map<U, E>(self, f: impl FnOnce(T) -> Result<U, E>) -> Result<Patch<U>, E> {
        Ok(match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(f(value)?),
        })
    }

    /// Returns the patch that makes a member equal to `value`: `None` clears it, `Some` sets it.
    ///
    /// There is no `From<Option<T>>`, because `None` could mean "keep it" or "clear it".
    ///
    /// ```compile_fail,E0277
    /// contact_schema::UpdateContactRequest::new(true).email(None);
    /// ```
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::{Email, Patch, UpdateContactRequest};
    ///
    /// let stored: Option<Email> = None;
    /// let request = UpdateContactRequest::new(true).email(Patch::from_nullable(stored));
    /// assert_eq!(request.email, Patch::Null);
    /// assert_eq!(Patch::from_nullable(Some(1)), Patch::Value(1));
    /// ```
    #[must_use]
    pub fn from_nullable(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// Converts from `Option<Option<T>>`, which other crates use for the three states: `None` is
    /// absent, `Some(None)` is `null`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// assert_eq!(Patch::<u8>::from_double_option(Some(None)), Patch::Null);
    /// assert_eq!(Patch::<u8>::from_double_option(None), Patch::Absent);
    /// assert_eq!(Option::<Option<u8>>::from(Patch::Null), Some(None));
    /// ```
    #[must_use]
    pub fn from_double_option(value: Option<Option<T>>) -> Self {
        value.map_or(Self::Absent, Self::from_nullable)
    }

    /// Applies the patch to `target`: keeps it, clears it or sets it.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// let mut target = Some(1);
    /// Patch::Absent.apply_to(&mut target);
    /// assert_eq!(target, Some(1));
    /// Patch::Value(2).apply_to(&mut target);
    /// assert_eq!(target, Some(2));
    /// Patch::Null.apply_to(&mut target);
    /// assert_eq!(target, None);
    /// ```
    pub fn apply_to(self, target: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *target = None,
            Self::Value(value) => *target = Some(value),
        }
    }

    /// Returns the smallest patch that turns `from` into `to`.
    ///
    /// # Examples
    ///
    /// ```
    /// use contact_schema::Patch;
    ///
    /// assert_eq!(Patch::diff(&Some(1), &Some(1)), Patch::Absent);
    /// assert_eq!(Patch::diff(&Some(1), &Some(2)), Patch::Value(2));
    /// assert_eq!(Patch::diff(&Some(1), &None), Patch::Null);
    /// ```
    #[must_use]
    pub fn diff(from: &Option<T>, to: &Option<T>) -> Self
    where
        T: Clone + PartialEq,
    {
        if from == to {
            return Self::Absent;
        }
        match to {
            None => Self::Null,
            Some(value) => Self::Value(value.clone()),
        }
    }
}

/// Returns the patch that sets the value.
impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Converts to the type that other crates use for the three states: see
/// [`Patch::from_double_option`].
impl<T> From<Patch<T>> for Option<Option<T>> {
    fn from(patch: Patch<T>) -> Self {
        match patch {
            Patch::Absent => None,
            Patch::Null => Some(None),
            Patch::Value(value) => Some(Some(value)),
        }
    }
}
