export { checkContact, checkRequest, isContact, isRequest } from "contact-schema";
