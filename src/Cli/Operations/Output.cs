using System.Security.Cryptography;
using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Operations;

/// <summary>Where results go: standard output or a file, which is replaced in one step.</summary>
internal static class Output
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Prints the bytes as they are.</summary>
    public static void Print(CliHost host, ReadOnlySpan<byte> content) => host.Output.Write(content);

    /// <summary>Prints plaintext as it is, and wipes it.</summary>
    /// <param name="host">Where.</param>
    /// <param name="content">Given away: zeros afterwards.</param>
    public static void PrintPlaintext(CliHost host, byte[] content)
    {
        try
        {
            host.Output.Write(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>
    /// Whether a file is there already that others than its owner may use: plaintext that replaces it would be theirs, too. On Windows no.
    /// </summary>
    public static bool IsOpenToOthers(CliHost host, string path)
    {
        var full = host.Environment.ResolvePath(path);
        return !OperatingSystem.IsWindows() && File.Exists(full) && (File.GetUnixFileMode(full) & Others) != 0;
    }

    /// <summary>Writes a file.</summary>
    public static void Write(
        CliHost host,
        string path,
        ReadOnlyMemory<byte> content,
        FileContentKind kind,
        FileSnapshot? expected = null,
        FileWriteMode mode = FileWriteMode.Replace) =>
        Write(host, path, content, kind, LinkPolicy.Follow, expected, mode);

    /// <summary>Writes a file whose name we made up, such as that of a decrypted copy: a symbolic link in its place is refused.</summary>
    public static void WriteDerived(
        CliHost host, string path, ReadOnlyMemory<byte> content, FileContentKind kind, FileSnapshot? expected = null,
            FileWriteMode mode = FileWriteMode.Replace) =>
        Write(host, path, content, kind, LinkPolicy.Refuse, expected, mode);

    private static void Write(
        CliHost host, string path, ReadOnlyMemory<byte> content, FileContentKind kind, LinkPolicy links, FileSnapshot? expected,
            FileWriteMode mode) =>
        AtomicFile.Write(new FileWriteRequest
        {
            Environment = host.Environment,
            Path = path,
            Content = content,
            Kind = kind,
            Links = links,
            Expected = expected,
            Mode = mode,
            AbandonedFiles = host.AbandonedFiles,
        });
}
