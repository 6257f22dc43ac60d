namespace SecretsKit.Testing.Http;

/// <summary>A request as a server got it.</summary>
/// <param name="Method">GET, or CONNECT of whoever takes the server for a proxy.</param>
/// <param name="Target">As in the request line.</param>
/// <param name="Headers">By name, whatever its case.</param>
public sealed record ServedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first 64 KiB of what came after the headers.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Bytes after the headers.</summary>
    public long BodyLength { get; init; }

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
