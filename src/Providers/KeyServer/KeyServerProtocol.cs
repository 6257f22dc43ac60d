namespace SecretsKit.Providers.KeyServer;

/// <summary>Names, numbers and limits of the reference's gRPC service (spec sops.md 10.8).</summary>
internal static class KeyServerProtocol
{
    /// <summary>The name of the service; it has no package.</summary>
    public const string Service = "KeyService";

    /// <summary>Wraps a part.</summary>
    public const string Encrypt = "Encrypt";

    /// <summary>Unwraps one.</summary>
    public const string Decrypt = "Decrypt";

    /// <summary>Fields of both requests.</summary>
    public const int KeyField = 1;

    /// <summary>The part in the one, the wrapped part in the other.</summary>
    public const int PayloadField = 2;

    /// <summary>The one field of both responses.</summary>
    public const int ResultField = 1;

    /// <summary>
    /// The largest message, in bytes: many times what any key type makes of 33 bytes, contexts included, and little enough that a
    /// hundred of them are nothing.
    /// </summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>The path of a method.</summary>
    public static string PathOf(string method) => $"/{Service}/{method}";
}
