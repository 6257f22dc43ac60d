using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Operations;

/// <summary>A file as it was read, or standard input. Not a record: the bytes may be plaintext.</summary>
internal sealed class InputFile
{
    /// <summary>What people type for standard input, and for standard output where a result goes.</summary>
    public const string Dash = "-";

    private InputFile(CliHost host, string path, byte[] content)
    {
        host.Heap?.Add(content.Length);
        (Path, Content) = (path, content);
    }

    /// <summary>Absolute and cleaned, or as typed; empty for standard input.</summary>
    public string Path { get; }

    /// <summary>The bytes.</summary>
    public byte[] Content { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="host">Resolves the path; <c>/dev/stdin</c> is the host's input.</param>
    /// <param name="path">As typed.</param>
    /// <param name="ct">Cancels waiting for standard input or a pipe.</param>
    /// <exception cref="SecretsKitException">It is missing, unreadable or too large.</exception>
    public static async ValueTask<InputFile> ReadAsync(CliHost host, string path, CancellationToken ct)
    {
        var full = host.Environment.CleanPath(path);
        return full == "/dev/stdin"
            ? new(host, full, await FileReader.ReadAsync(host.Input, full, FileReader.DefaultLimit, ct))
            : new(host, full, await FileReader.ReadAsync(host.Environment, full, ct));
    }

    /// <summary>Reads a file whose name messages repeat as it was typed; the path stays that too.</summary>
    /// <exception cref="SecretsKitException">It is missing, unreadable or too large.</exception>
    public static InputFile ReadAsTyped(CliHost host, string path) =>
        new(host, path, FileReader.Read(host.Environment, path));

    /// <summary>Reads standard input.</summary>
    public static async ValueTask<InputFile> ReadStandardInputAsync(CliHost host, CancellationToken ct) =>
        new(host, "", await FileReader.ReadAsync(host.Input, "stdin", FileReader.DefaultLimit, ct));

    /// <summary>What the file must still hold when it is written.</summary>
    public FileSnapshot Snapshot() => FileSnapshot.Of(Content);

    /// <summary>The path, never the content.</summary>
    public override string ToString() => $"InputFile({Path})";
}
