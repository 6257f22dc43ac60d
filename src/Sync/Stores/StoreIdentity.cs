namespace SecretsKit.Sync.Stores;

/// <summary>Who reads what: the identity that reads are merged by (design decision 14).</summary>
/// <param name="Kind">The kind of the store.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">
/// The namespace that it is read for: for a ClusterSecretStore too, because credentials may be those of each namespace.
/// </param>
/// <param name="Uid">The identifier of the object: one that was made anew is another store.</param>
/// <param name="Generation">The state of its settings.</param>
internal sealed record StoreIdentity(string Kind, string Name, string Namespace, string Uid, long Generation);
