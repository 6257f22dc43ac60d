using System.Globalization;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>What a request wants; POST and PUT are the same.</summary>
internal enum VaultOperation
{
    Read,
    Update,
    Delete,
    List,
    Patch,
    Scan,
    Unknown,
}

/// <summary>A request to the fake, on its way through mounts.</summary>
internal sealed record VaultCall(VaultOperation Operation, string Path, FakeNamespace Namespace, FakeToken? Token, DateTimeOffset Now)
{
    public JsonObject? Body { get; init; }

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public string? ClientCertificate { get; init; }

    /// <summary>The whole path, for messages and leases.</summary>
    public string FullPath { get; init; } = Path;

    /// <summary>The path behind a prefix, without slashes at its ends but for folders.</summary>
    public VaultCall Below(string prefix) => this with { Path = Path.Length > prefix.Length ? Path[prefix.Length..] : "" };

    public string? Text(string name) => Body?[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => other.ToJsonString(),
    };

    public long? Number(string name) => Text(name) is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    public bool? Flag(string name) => Text(name) switch { "true" => true, "false" => false, _ => null };

    /// <summary>A list, or the parts of a text with commas.</summary>
    public IReadOnlyList<string>? Texts(string name) => Body?[name] switch
    {
        null => null,
        JsonArray list => [.. list.Select(item => (string)item!)],
        var text => ((string)text!).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };

    public TimeSpan? Duration(string name) => Text(name) is { Length: > 0 } text ? VaultTime.Parse(text) : null;
}

/// <summary>A refusal that ends a request wherever it is found.</summary>
internal sealed class VaultRefusal(int status, string reason) : Exception(reason)
{
    public VaultReply Reply { get; } = VaultReply.Error(status, reason);

    public static VaultRefusal Caused(int status, string reason) => new(status, $"1 error occurred:\n\t* {reason}\n\n");
}
