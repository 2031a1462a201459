/** The version of the contract: that of the API's path, `/companies/v2/…`. */
export const CONTRACT_VERSION = "2";
