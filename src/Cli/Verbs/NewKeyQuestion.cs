using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>
/// Keeps a typing error from making a key: no program would read the value of <c>database.pasword</c>, and it would go on with
/// the old one. A person is asked; without one there is a warning.
/// </summary>
internal static class NewKeyQuestion
{
    /// <summary>The switch that makes the key without asking.</summary>
    public const string NewName = "--new";

    /// <summary>Refuses a path that looks like a key and its value in one word, which may be a secret and is not repeated.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedPath"/>.</exception>
    public static void RequirePath(PathText path, string file)
    {
        if (path.HoldsBareSeparator)
        {
            throw new SecretsKitException(
                ErrorCode.MalformedPath, "the path holds \"=\" or \":\": it would make a key of that name, readable in the file")
            {
                Hint = $"path and value are two words: secretskit set {CommandText.Word(file)} PATH VALUE, or without VALUE to be "
                    + "asked for it; a key that holds such a sign stands in quotes: 'PATH[\"a=b\"]'",
            };
        }
    }

    /// <summary>Refuses a path as other tools write it, which would make keys named <c>$</c> or <c>database/password</c>.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedPath"/>: read with dots it leads to a value.</exception>
    public static void RequireOurs(PathText path, MapNode document, string file)
    {
        var ours = path.Text.StartsWith("$.", StringComparison.Ordinal) ? path.Text[2..]
            : path.Text.Contains('/', StringComparison.Ordinal) ? path.Text.Trim('/').Replace('/', '.') : "";
        if (ours.Length == 0 || path.Text.StartsWith('[') || ReplacedValue.At(document, path.In(document)).Before is not null)
        {
            return;
        }

        if (IsThere(ours, document))
        {
            throw new SecretsKitException(ErrorCode.MalformedPath, DisplayText.Message($"there is no {path.Text}, and there is {ours}"))
            {
                Hint = $"{CommandText.Line("secretskit", "set", file, ours)}, or {NewName} makes a key of that name",
            };
        }
    }

    /// <summary>Refuses a path to a value of a later document: the key would be made in the first, which alone is changed.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.PathNotFound"/>.</exception>
    public static void RequireFirst(PathText path, IReadOnlyList<MapNode> documents, string file)
    {
        if (documents.Count == 1 || IsThere(path.Text, documents[0]))
        {
            return;
        }

        for (var number = 1; number < documents.Count; number++)
        {
            if (IsThere(path.Text, documents[number]))
            {
                throw new SecretsKitException(
                    ErrorCode.PathNotFound,
                    DisplayText.Message($"{path.Text} is in document {number + 1}, and set changes the first alone"))
                {
                    Hint = $"{CommandText.Line("secretskit", "edit", file)} changes the others; {NewName} makes the key in the first",
                };
            }
        }
    }

    private static bool IsThere(string path, MapNode document)
    {
        try
        {
            return ReplacedValue.At(document, PathText.Parse(path).In(document)).Before is not null;
        }
        catch (SecretsKitException)
        {
            return false; // It is no path at all.
        }
    }

    /// <summary>Asks, or warns, where a key of nearly the same name is there.</summary>
    /// <param name="context">Asks and warns.</param>
    /// <param name="file">As typed.</param>
    /// <param name="document">The document, encrypted or not: keys are readable.</param>
    /// <param name="place">Where a value is about to be put.</param>
    /// <param name="ct">Ends the question.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.PathNotFound"/>: the answer was no, or there was none.</exception>
    public static async Task RequireAsync(VerbContext context, string file, MapNode document, TreePath place, CancellationToken ct)
    {
        if (NearMiss.At(document, place) is not { } miss)
        {
            return;
        }

        var (missing, near) = (DisplayText.Field(miss.Missing.Text), DisplayText.Field(miss.Near.Text));
        if (!context.Host.InputIsTerminal)
        {
            context.Terminal.Say($"warning: {file}: {missing} is new, and {near} was there already", TextStyle.Warning);
            context.Terminal.Hint($"if that was a slip: {CommandText.Line("secretskit", "unset", file, miss.Missing.Text)}");
            return;
        }

        var question = $"{file}: there is {near}, and no {missing}. Make a new key? (y/n): ";
        if (!await Confirmation.AgreesAsync(context.Host, QuestionScreen.Error, question, ct))
        {
            throw new SecretsKitException(ErrorCode.PathNotFound, $"there is no {missing}, and no key was made")
            {
                Hint = $"write {near}, or pass {NewName} to make the key",
            };
        }
    }
}
