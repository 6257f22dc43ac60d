using System.CommandLine;
using SecretsKit.Cli.Completion;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>unset</c>.</summary>
internal static class UnsetVerb
{
    private static readonly VerbText Help = new(
        "unset [options] FILE PATH...",
        "Removes values, lists or maps from an encrypted file, in one step: all of them or, after an error, none. What is not there " +
        "need not be removed, so the command "
        + "can be repeated; a name that is nearly one of the file is taken for a slip and "
        + "refused. Paths are written as for 'set'. The old values stay in the history of git: if they must not be known, " +
            "change them where they are used.",
        ("secretskit unset secrets.yaml database.password", "one value"),
        ("secretskit unset secrets.yaml users[0] users[1]", "the first two values of a list, as it is now"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var layout = VerbOptions.KeepLayout();
        var file = VerbOptions.File("Encrypted file.");
        var paths = new Argument<string[]>("PATH")
        {
            HelpName = "KEY",
            Description = "What to remove, such as database.users[0].",
            Arity = ArgumentArity.OneOrMore,
        };
        var ignoreMac = VerbOptions.Switch("--ignore-mac", "Open the file even if it was changed without its key.");
        var (type, over, ignoreRule) = (VerbOptions.InputType(), VerbOptions.WriteOver(), VerbOptions.IgnoreRule());
        KeyPaths.AddTo(paths.CompletionSources, context, file);
        return new(
            new Command("unset") { file, paths, ignoreMac, ignoreRule, type, over, layout },
            Help,
            (parsed, ct) => new UnsetHandler(context.Keeping(parsed, layout)).RunAsync(
                new FileChangeRequest(parsed.GetRequiredValue(file))
                {
                    IgnoreMac = parsed.GetValue(ignoreMac),
                    IgnoreRule = parsed.GetValue(ignoreRule),
                    InputType = parsed.GetValue(type),
                    WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                },
                parsed.GetRequiredValue(paths),
                ct));
    }
}

/// <summary>Removes values from files.</summary>
internal sealed class UnsetHandler(VerbContext context)
{
    /// <summary>Removes what is there.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(FileChangeRequest request, IReadOnlyList<string> texts, CancellationToken ct) =>
        context.ForEachFileAsync("unset", [request.File], async file =>
    {
        WordOrder.Require(context.Host, "unset", file, texts[0]);
        List<PathText> paths = [.. texts.Select(PathText.Parse)];
        List<string> removed = [];
        List<string> missing = [];
        await new FileChange(context, request).RunAsync(
            document =>
            {
                // Runs again when another program changes the file meanwhile.
                removed.Clear();
                missing.Clear();

                // All are looked up before anything goes: positions are those of the file as it is.
                var places = paths.ConvertAll(path => path.In(document));
                places.ForEach(place => RequireNoSlip(document, place, file));
                foreach (var place in places.OrderByDescending(place => place, TreePath.ByPosition))
                {
                    (Removes(document, place) ? removed : missing).Add(place.Text);
                }

                return removed.Count > 0;
            },
            ct);
        removed.Reverse();
        removed.ForEach(place => context.Terminal.Say($"{file}: removed {place}", TextStyle.Good));
        missing.ForEach(place => context.Terminal.Say($"{file}: {place} is not there"));
    });

    // Who mistypes a name would go on in the belief that the secret is gone.
    private static void RequireNoSlip(MapNode document, TreePath place, string file)
    {
        if (NearMiss.At(document, place) is { } miss)
        {
            throw new SecretsKitException(ErrorCode.PathNotFound, DisplayText.Message($"there is no {place.Text}, and nothing was removed"))
            {
                Hint = $"did you mean {CommandText.Line("secretskit", "unset", file, miss.Near.Text)}?",
            };
        }
    }

    private static bool Removes(MapNode document, TreePath place)
    {
        try
        {
            return TreeEdit.TryUnset(document, place, out _);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.PathNotFound)
        {
            return false; // The path leads through something else: then nothing is there.
        }
    }
}
