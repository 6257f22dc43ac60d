using SecretsKit.CommandLine;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops unset</c>: removes one value from an encrypted file.</summary>
internal sealed class UnsetVerb(SopsSession session)
{
    /// <summary>Removes a value.</summary>
    public async Task RunAsync(ParsedFlags flags, CancellationToken ct)
    {
        if (flags.Arguments is not [var file, var index])
        {
            throw new SecretsKitException(ErrorCode.NoInput, "Error: no file specified, or index is missing");
        }

        var path = SopsFileEdit.ParsePath(index, "Invalid unset index format");
        await new SopsFileEdit(session, flags).RunAsync(
            file,
            document =>
            {
                var removed = TreeEdit.TryUnset(document, path, out var missing);
                return removed || flags.IsOn(SopsFlags.Idempotent)
                    ? removed
                    : throw new SecretsKitException(ErrorCode.PathNotFound, missing);
            },
            ct);
    }
}
