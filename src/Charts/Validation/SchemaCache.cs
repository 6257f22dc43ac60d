using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Charts.Validation;

/// <summary>
/// A folder with what servers sent, each under the SHA-256 of its URL: kubeconform's, so that both programs may share one. Files are
/// written in one step; several programs may use the folder at once.
/// </summary>
public sealed class SchemaCache
{
    private readonly HostEnvironment _environment;
    private readonly string _folder;

    private SchemaCache(HostEnvironment environment, string folder) => (_environment, _folder) = (environment, folder);

    /// <summary>Opens a folder.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileNotFound"/> or <see cref="ErrorCode.FileUnreadable"/>: it is none; the message is kubeconform's.
    /// </exception>
    public static SchemaCache Open(HostEnvironment environment, string folder)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return FileKinds.Of(environment.ResolvePath(folder), followsLink: true) switch
        {
            FileKind.Folder => new(environment, folder),
            FileKind.Missing => throw new SecretsKitException(
                ErrorCode.FileNotFound, $"failed opening cache folder {folder}: stat {folder}: no such file or directory")
            {
                Hint = "make the folder first",
            },
            _ => throw new SecretsKitException(ErrorCode.FileUnreadable, "cache folder %!s(<nil>) is not a directory")
            {
                Problem = $"{folder} is not a folder, and schemas cannot be kept in it",
            },
        };
    }

    /// <summary>What is kept of a URL, or null. A file that cannot be read counts as none.</summary>
    internal byte[]? Read(string url)
    {
        try
        {
            return FileReader.Read(_environment, PathOf(url), SchemaServer.MaxBytes);
        }
        catch (SecretsKitException failure) when (
            failure.Code is ErrorCode.FileNotFound or ErrorCode.FileUnreadable or ErrorCode.LimitExceeded)
        {
            return null;
        }
    }

    /// <summary>Keeps what a server sent.</summary>
    /// <exception cref="SecretsKitException">It cannot be written.</exception>
    internal void Write(string url, byte[] content) => AtomicFile.Write(new()
    {
        Environment = _environment,
        Path = PathOf(url),
        Content = content,
        Kind = FileContentKind.Public,
        Links = LinkPolicy.Refuse,
    });

    private string PathOf(string url) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url))));
}
