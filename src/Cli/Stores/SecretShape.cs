using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Cli.Stores;

/// <summary>What may be shown of a secret to everyone: the names of its members, if it is a JSON object; no values.</summary>
internal static class SecretShape
{
    /// <summary>What is shown in place of a value, however long that is.</summary>
    public const string Mark = "***";

    /// <summary>The members by name; null for a value that is no JSON object.</summary>
    public static SecretMap? Members(SecretValue value) => SecretJson.RawMap(value.Bytes);

    /// <summary>Whether two values are the same bytes.</summary>
    public static bool AreEqual(SecretValue? a, SecretValue? b) =>
        a is null ? b is null : a.IsSame(b);
}
