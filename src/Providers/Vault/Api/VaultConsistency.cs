using SecretsKit.Platform.Http;

namespace SecretsKit.Providers.Vault.Api;

/// <summary>
/// Makes reads see earlier writes on servers that answer from replicas: remembers X-Vault-Index and sends it again (spec
/// external-secrets.md 3.5). Safe for concurrent use.
/// </summary>
/// <param name="readsOwnWrites">Whether what was written must be seen; the server answers 412 until it can.</param>
/// <param name="forwards">Whether a server that is behind passes the request on instead.</param>
internal sealed class VaultConsistency(bool readsOwnWrites, bool forwards)
{
    private IReadOnlyList<string> _indexes = [];

    /// <summary>Adds what is remembered.</summary>
    public void Prepare(HttpHeaderList headers)
    {
        foreach (var index in Volatile.Read(ref _indexes))
        {
            headers.Add("X-Vault-Index", index);
        }

        if (readsOwnWrites && forwards)
        {
            headers["X-Vault-Inconsistent"] = "forward-active-node";
        }
    }

    /// <summary>Keeps what a response says, if it says anything.</summary>
    public void Remember(IReadOnlyList<string> indexes)
    {
        if (indexes.Count > 0)
        {
            Volatile.Write(ref _indexes, indexes);
        }
    }
}
