//! Contacts in SQLite: one row a contact, `NULL` where a member is null.

use contact_schema::prelude::*;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::sql::{Sql, SqlId, SqlJson};

const SCHEMA: &str = "CREATE TABLE contacts (
    id INTEGER NOT NULL, name TEXT NOT NULL, email TEXT, phones TEXT NOT NULL, comment TEXT, company_id INTEGER NOT NULL,
    notify_at TEXT NOT NULL, updated_at TEXT NOT NULL, created_at TEXT NOT NULL, PRIMARY KEY (company_id, id)
) STRICT";

const SELECT: &str = "SELECT * FROM contacts WHERE company_id = :company_id AND id = :id";

const PUT: &str = "INSERT OR REPLACE INTO contacts VALUES
    (:id, :name, :email, :phones, :comment, :company_id, :notify_at, :updated_at, :created_at)";

pub struct Store(Connection);

impl Store {
    pub fn in_memory() -> rusqlite::Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self(connection))
    }

    pub fn get(&self, path: &ContactPath) -> rusqlite::Result<Option<Contact>> {
        let key = named_params! { ":company_id": path.company_id.get(), ":id": path.contact_id.get() };
        self.0.query_row(SELECT, key, contact).optional()
    }

    pub fn put(&self, contact: &Contact) -> rusqlite::Result<()> {
        let phones: Vec<&str> = contact.phones.iter().map(Phone::as_str).collect();
        self.0.execute(
            PUT,
            named_params! {
                ":id": contact.id.get(),
                ":name": Sql(&contact.name),
                ":email": contact.email.as_ref().map(Sql),
                ":phones": serde_json::json!(phones).to_string(),
                ":comment": contact.comment.as_ref().map(Sql),
                ":company_id": contact.company_id.get(),
                ":notify_at": Sql(&contact.notify_at),
                ":updated_at": Sql(&contact.updated_at),
                ":created_at": Sql(&contact.created_at),
            },
        )?;
        Ok(())
    }

    /// Updates a contact in one transaction. `None` if there is no such contact.
    pub fn update(&mut self, path: &ContactPath, request: &UpdateContactRequest) -> rusqlite::Result<Option<Contact>> {
        let transaction = self.0.unchecked_transaction()?;
        let Some(mut contact) = self.get(path)? else { return Ok(None) };
        request.apply_to(&mut contact);
        let now = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
        contact.updated_at = self.0.query_row(now, [], |row| row.get(0)).map(|Sql(now)| now)?;
        self.put(&contact)?;
        transaction.commit()?;
        Ok(Some(contact))
    }
}

fn contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        id: row.get::<_, SqlId<_>>("id")?.0,
        name: row.get::<_, Sql<_>>("name")?.0,
        email: row.get::<_, Option<Sql<_>>>("email")?.map(|column| column.0),
        phones: row.get::<_, SqlJson<_>>("phones")?.0,
        comment: row.get::<_, Option<Sql<_>>>("comment")?.map(|column| column.0),
        company_id: row.get::<_, SqlId<_>>("company_id")?.0,
        notify_at: row.get::<_, Sql<_>>("notify_at")?.0,
        updated_at: row.get::<_, Sql<_>>("updated_at")?.0,
        created_at: row.get::<_, Sql<_>>("created_at")?.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTACT: &str = r#"{"id":42,"name":"Ada","email":null,"phones":["112"],"comment":"x","companyId":7,"notifyAt":"2024-12-05T14:56Z","updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}"#;

    #[test]
    fn contacts_are_stored_as_they_are() {
        let store = Store::in_memory().unwrap();
        let mut contact = Contact::from_json(CONTACT.as_bytes()).unwrap();
        for (email, comment) in [(None, Some("x")), (Some("ada@example.com"), None)] {
            contact.email = email.map(Email::new).transpose().unwrap();
            contact.comment = comment.map(Comment::new).transpose().unwrap();
            store.put(&contact).unwrap();
            assert_eq!(store.get(&ContactPath::from(&contact)).unwrap().as_ref(), Some(&contact));
        }
        let nulls: (bool, bool) = store
            .0
            .query_row("SELECT email IS NULL, comment IS NULL FROM contacts", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(nulls, (false, true));
    }

    /// Reading checks what another program stored. The error names the rule, not the value.
    #[test]
    fn columns_that_break_the_contract_are_errors() {
        let store = Store::in_memory().unwrap();
        let contact = Contact::from_json(CONTACT.as_bytes()).unwrap();
        for (column, value) in [
            ("email", "'secret@secret'"),
            ("name", "printf('%.300c', 'x')"),
            ("phones", "'[1]'"),
            ("created_at", "'2024-12-05'"),
        ] {
            store.put(&contact).unwrap();
            store.0.execute(&format!("UPDATE contacts SET {column} = {value}"), []).unwrap();
            let error = store.get(&ContactPath::from(&contact)).unwrap_err().to_string();
            assert!(!error.contains("secret") && error.contains("expected"), "{column}: {error}");
        }
    }
}
