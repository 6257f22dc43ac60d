using System.CommandLine;
using SecretsKit.Cli.Completion;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>view</c>.</summary>
internal static class ViewVerb
{
    private static readonly VerbText Help = new(
        "view [options] FILE",
        "Prints the plaintext of an encrypted file. No file is written.",
        ("secretskit view secrets.yaml", "everything"),
        ("secretskit view --extract database.password secrets.yaml", "one value"),
        ("secretskit view --output-type json secrets.yaml | jq .", "in another format"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var layout = VerbOptions.KeepLayout();
        var file = VerbOptions.File("Encrypted file.");
        var extract = VerbOptions.Text(
            "--extract", "KEY", "Print one value, by a path such as database.users[0], or '[\"database\"][\"users\"][0]' as with sops.");
        var (input, output) = (
            VerbOptions.InputType(),
            VerbOptions.Text("--output-type", "TYPE", "Format to print, if not that of the file: yaml, json, dotenv, ini or binary."));
        VerbOptions.AcceptFormats(output);
        var ignoreMac = VerbOptions.Switch("--ignore-mac", "Decrypt even if the file was changed without its key.");
        KeyPaths.AddTo(extract.CompletionSources, context, file);
        return new(
            new Command("view") { file, extract, input, output, ignoreMac, layout },
            Help,
            (parsed, ct) => new ViewHandler(context.Keeping(parsed, layout)).RunAsync(
                new ViewRequest(
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(extract),
                    parsed.GetValue(input),
                    parsed.GetValue(output),
                    parsed.GetValue(ignoreMac)), ct));
    }
}

/// <summary>A file to print.</summary>
/// <param name="File">The file.</param>
/// <param name="Extract">The path of a value, or null for all.</param>
/// <param name="InputType">The file's format, or null for that of its name.</param>
/// <param name="OutputType">The format to print, or null for the file's.</param>
/// <param name="IgnoreMac">Whether the MAC may be wrong.</param>
internal sealed record ViewRequest(
    string File, string? Extract = null, string? InputType = null, string? OutputType = null, bool IgnoreMac = false);

/// <summary>Prints plaintext.</summary>
internal sealed class ViewHandler(VerbContext context)
{
    /// <summary>Prints it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ViewRequest request, CancellationToken ct) => context.ForEachFileAsync("view", [request.File], async file =>
    {
        var path = request.Extract is { Length: > 0 } text ? PathText.Parse(text) : null;
        var format = await context.FormatAsync(request.InputType, file, ct);
        var shown = request.OutputType is null ? format : FileFormat.Of(request.OutputType, file);
        var mac = request.IgnoreMac ? MacPolicy.Ignore : MacPolicy.Require;
        var (input, decrypted) = await context.DecryptAsync(file, format, new(mac), SignatureUse.Show, ct);
        using (decrypted)
        {
            new CopyBeside(context, file).WarnIfChanged(format, decrypted);
            var plain = decrypted.Plain;
            context.WarnOfLeftOut(file, decrypted, shown);
            var layout = context.LayoutOf(file, shown, input);
            var content = path is null
                ? plain.Serialize(shown, layout)
                : plain.SerializePart(Place(path, plain.Tree.Branches[0]), shown, layout);
            var endsLine = content is [.., (byte)'\n'] or [];
            Output.PrintPlaintext(context.Host, content);
            if (context.Host.OutputIsTerminal && !endsLine)
            {
                // The prompt shall not stand behind the value; a pipe gets the value alone.
                Output.Print(context.Host, "\n"u8);
            }
        }
    });

    /// <summary>The place that a path means, which is there.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.PathNotFound"/>: in the words of the path, with the nearest name.
    /// </exception>
    // Positions that were typed count values only; a message about the place that was looked up would name another number.
    internal static TreePath Place(PathText path, MapNode document)
    {
        var place = path.In(document);
        try
        {
            place.Find(document);
            return place;
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.PathNotFound && !path.Text.StartsWith('['))
        {
            throw new SecretsKitException(ErrorCode.PathNotFound, $"there is no {path.Text} in this file", failure)
            {
                Hint = NearMiss.At(document, place) is { } miss ? DisplayText.Message($"did you mean '{miss.Near.Text}'?") : null,
            };
        }
    }
}
