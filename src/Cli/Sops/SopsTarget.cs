using System.Security.Cryptography;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary>Where the result of a sops command goes: standard output, <c>--output</c>, or the file itself.</summary>
internal sealed class SopsTarget
{
    private readonly string? _path;
    private readonly bool _inPlace;

    private SopsTarget(string? path, bool inPlace) => (_path, _inPlace) = (path, inPlace);

    /// <summary>Reads the flags.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.ConflictingOptions"/>.</exception>
    public static SopsTarget Of(ParsedFlags flags, string? file)
    {
        var inPlace = flags.IsOn(SopsFlags.InPlace);
        var output = flags.Text(SopsFlags.Output);
        return (inPlace, output.Length > 0) switch
        {
            (true, true) => throw Conflict("Error: cannot operate on both --output and --in-place"),
            (true, false) when file is null => throw Conflict("Error: cannot use --in-place when reading from stdin"),
            (true, false) => new(file, true),
            (false, true) => new(output, false),
            _ => new(null, false),
        };
    }

    /// <summary>The file itself, whatever the flags say.</summary>
    public static SopsTarget InPlace(string file) => new(file, true);

    /// <summary>The absolute name that chooses formats and creation rule.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileNotFound"/>: the file is not there.</exception>
    public static string NameFor(SopsSession session, ParsedFlags flags, string? file)
    {
        var environment = session.Host.Environment;
        if (file is not null && environment.CleanPath(file) is var full && !File.Exists(full) && !Directory.Exists(full))
        {
            throw new SecretsKitException(ErrorCode.FileNotFound, $"Error: cannot operate on non-existent file \"{full}\"");
        }

        return flags.Text(SopsFlags.FilenameOverride) is { Length: > 0 } name ? environment.CleanPath(name)
            : file is null ? "" : environment.CleanPath(file);
    }

    /// <summary>Whether the result goes into a file.</summary>
    public bool IsFile => _path is not null;

    /// <summary>Writes the result.</summary>
    /// <param name="host">Streams and environment.</param>
    /// <param name="content">The whole result. Plaintext is wiped afterwards.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="input">The file as it was read: in place, nobody's later change is overwritten.</param>
    public void Write(CliHost host, byte[] content, FileContentKind kind, InputFile input)
    {
        try
        {
            if (_path is null)
            {
                Output.Print(host, content);
                return;
            }

            Output.Write(host, _inPlace ? input.Path : _path, content, kind, _inPlace ? input.Snapshot() : null);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileUnwritable)
        {
            var what = _inPlace ? "in-place" : "output";
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"Could not open {what} file for writing: {failure.Message}", failure)
            {
                Hint = failure.Hint,
            };
        }
        finally
        {
            if (kind == FileContentKind.Plaintext)
            {
                CryptographicOperations.ZeroMemory(content);
            }
        }
    }

    private static SecretsKitException Conflict(string message) => new(ErrorCode.ConflictingOptions, message);
}
