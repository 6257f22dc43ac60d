using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Kubernetes.Configuration;

/// <summary>Bytes that a kubeconfig holds itself or names by a file: certificates and keys. Never printed.</summary>
public sealed class ConfigContent
{
    /// <summary>Most bytes of a certificate file: far more than any machine's bundle has.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly byte[]? _data;

    private ConfigContent(byte[]? data, string? path) => (_data, Path) = (data, path);

    /// <summary>Neither bytes nor a file.</summary>
    public static ConfigContent None { get; } = new(null, null);

    /// <summary>The file, if the bytes are in one.</summary>
    public string? Path { get; }

    /// <summary>Whether there is nothing.</summary>
    public bool IsNone => _data is null && Path is null;

    /// <summary>Bytes that the kubeconfig itself holds; given away.</summary>
    public static ConfigContent Of(byte[] data) => new(data, null);

    /// <summary>The content of a file, read when it is needed.</summary>
    /// <param name="path">Absolute, or relative to the working directory.</param>
    public static ConfigContent In(string path) => new(null, path);

    /// <summary>The bytes: the file is read anew each time, because credentials in it may be replaced.</summary>
    /// <param name="environment">Resolves a relative path.</param>
    /// <returns>Lent; null if there is nothing.</returns>
    /// <exception cref="SecretsKitException">The file cannot be read, or is larger than <see cref="MaxBytes"/>.</exception>
    public byte[]? Read(HostEnvironment environment) => Path is null ? _data : FileReader.Read(environment, Path, MaxBytes);

    /// <summary>Where the bytes are, not what they are.</summary>
    public override string ToString() => IsNone ? "none" : Path ?? "ConfigContent(***)";
}
