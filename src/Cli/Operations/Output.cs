using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Operations;

/// <summary>Where results go: standard output or a file, which is replaced in one step.</summary>
internal static class Output
{
    /// <summary>Prints the bytes as they are.</summary>
    public static void Print(CliHost host, ReadOnlySpan<byte> content) => host.Output.Write(content);

    /// <summary>Writes a file.</summary>
    public static void Write(CliHost host, string path, ReadOnlyMemory<byte> content, FileContentKind kind, FileSnapshot? expected = null, FileWriteMode mode = FileWriteMode.Replace) =>
        AtomicFile.Write(new FileWriteRequest
        {
            Environment = host.Environment,
            Path = path,
            Content = content,
            Kind = kind,
            Expected = expected,
            Mode = mode,
        });
}
