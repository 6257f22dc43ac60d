using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Generators;

/// <summary>What generators give: values, or a failure in the reference's words.</summary>
internal static class GeneratedValues
{
    /// <summary>One value.</summary>
    public static SecretMap One(string key, string text)
    {
        var map = new SecretMap();
        map[key] = SecretValue.OfText(text);
        return map;
    }

    /// <summary>A failure.</summary>
    public static SecretsKitException Failed(string message) => new(ErrorCode.General, message);
}
