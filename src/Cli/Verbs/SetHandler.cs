using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>A value to put into a file.</summary>
/// <param name="Change">The file.</param>
/// <param name="Path">Where, as typed.</param>
/// <param name="Value">Where the value comes from.</param>
/// <param name="Force">Whether it may take the place of several values.</param>
internal sealed record SetRequest(FileChangeRequest Change, string Path, ValueSource Value, bool Force = false)
{
    /// <summary>Whether a key may be made beside one of nearly the same name.</summary>
    public bool New { get; init; }
}

/// <summary>Puts values into files.</summary>
internal sealed class SetHandler(VerbContext context)
{
    private const string BinaryPlace = "[\"data\"]";

    /// <summary>Sets a value.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(SetRequest request, CancellationToken ct) =>
        context.ForEachFileAsync("set", [request.Change.File], async file =>
    {
        request.Value.Check();
        request.Value.CheckBeside(file);
        WordOrder.Require(context.Host, "set", file, request.Path);
        var path = PathText.Parse(request.Path);
        NewKeyQuestion.RequirePath(path, file);
        // Before anybody is asked for a value: the file may be another one, or open to others.
        var input = await context.ReadAsync(file, ct);
        var format = await context.FormatAsync(request.Change.InputType, file, ct);
        var change = new FileChange(context, request.Change);
        if (request.Value.IsTyped(context.Host))
        {
            await change.CheckAsync(input, ct);
        }

        if (!request.New)
        {
            var documents = EncryptedFile.Load(input.Content, format).Tree.Branches;
            var document = documents[0];
            NewKeyQuestion.RequireFirst(path, documents, file);
            NewKeyQuestion.RequireOurs(path, document, file);
            await NewKeyQuestion.RequireAsync(context, file, document, path.In(document), ct);
        }

        var value = await request.Value.ReadAsync(context, ct);
        TreePath? place = null;
        var isNew = false;
        var changed = await change.RunAsync(
            document =>
            {
                place = path.In(document);
                isNew = ReplacedValue.At(document, place).Before is null;
                Judge(document, place, value, request, format);
                return TreeEdit.Set(document, place, value);
            },
            ct);
        if (changed is null)
        {
            context.Terminal.Say($"{file}: {place!.Text} has this value already");
            return;
        }

        context.Terminal.Say($"{file}: {(isNew ? "added" : "changed")} {place!.Text}", TextStyle.Good);
        WarnIfReadable(changed, place, request);
    });

    private void Judge(MapNode document, TreePath path, Node value, SetRequest request, DocumentFormat format)
    {
        if (format == DocumentFormat.Binary && path.Text != BinaryPlace)
        {
            throw new SecretsKitException(
                ErrorCode.PathNotFound,
                $"this is an encrypted binary file: all of it is one value, and {path.Text} would be lost when it is decrypted")
            {
                Hint = $"{CommandText.Line("secretskit", "edit", request.Change.File)} changes it; --input-type names another format",
            };
        }

        if (path.Steps[0].Key is { } top && (top == "sops" || (top.StartsWith("sops_", StringComparison.Ordinal)
            && format is DocumentFormat.Dotenv or DocumentFormat.Ini)))
        {
            throw new SecretsKitException(
                ErrorCode.PathNotFound, "what is under sops says for whom the file is encrypted, and is no value of yours")
            {
                Hint = "recipients come from .sops.yaml by 'secretskit updatekeys'; 'secretskit rotate' makes a new data key",
            };
        }

        if (format == DocumentFormat.Ini && path.Steps.Length == 1 && value is not MapNode)
        {
            throw new SecretsKitException(
                ErrorCode.PathNotFound, DisplayText.Message($"{path.Text} is in no section: in INI files a path is SECTION.KEY"))
            {
                Hint = "dotenv holds single values, INI sections of single values; yaml and json hold everything",
            };
        }

        var replaced = ReplacedValue.At(document, path);
        if (!request.Force && replaced.LosesStructure(value))
        {
            throw new SecretsKitException(
                ErrorCode.PathNotFound,
                replaced.InTheWay is null
                    ? DisplayText.Message($"{path.Text} holds several values, which would be lost")
                    : DisplayText.Message($"{path.Text} leads through a single value, which would be lost"))
            {
                Hint = replaced.InTheWay is null
                    ? CommandText.Line("secretskit", "view", "--extract", path.Text, request.Change.File)
                        + " shows them; --force replaces them"
                    : $"{CommandText.Line("secretskit", "view", request.Change.File)} shows all values; --force puts this in its place",
            };
        }

        if (!request.Value.IsJson && replaced.BecomesText(value))
        {
            context.Terminal.Say($"warning: {path.Text} was no text and is text now", TextStyle.Warning);
            context.Terminal.Hint("--json stores numbers and truth values");
        }

        if (request.Value is { IsJson: false, Argument: ['@', .. var named] } && File.Exists(context.Host.Environment.ResolvePath(named)))
        {
            context.Terminal.Say(
                "warning: the value begins with @ and was stored as it is, and there is a file of that name", TextStyle.Warning);
            context.Terminal.Hint("--value-file FILE stores what a file holds");
        }

        if (request.Value is { IsJson: false, Argument: ['"', .., '"'] })
        {
            context.Terminal.Say("warning: the value begins and ends with a quote, and both were stored", TextStyle.Warning);
            context.Terminal.Hint("--json reads the value as sops does");
        }
    }

    private void WarnIfReadable(EncryptedFile file, TreePath path, SetRequest request)
    {
        if (CiphertextCount.Of(path.Find(file.Tree.Branches[0])) is { Encrypted: 0, All: > 0 })
        {
            context.Terminal.Say(
                $"warning: {path.Text} is not encrypted: the rule that {request.Change.File} was encrypted with leaves it readable",
                TextStyle.Warning);
            context.Terminal.Hint("look at the selection fields (encrypted_regex, unencrypted_suffix and the like) at the end of the file");
        }
    }
}
