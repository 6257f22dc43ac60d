using System.Globalization;
using System.Text;
using SecretsKit.Cli.Helm.Diffs.Dyff;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Core.Display;
using SecretsKit.Releases.Diffing;
using SecretsKit.Releases.Diffing.Causes;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>
/// Prints changes in the form that is asked for (spec helm.md 21.4). What was decrypted in this run is masked wherever it appears again,
/// but where Secrets are to be shown.
/// </summary>
/// <param name="session">Streams.</param>
/// <param name="flags">The command line.</param>
/// <param name="causes">Why objects change, by their keys; null where that was not asked.</param>
internal sealed class DiffPrinter(
    HelmSession session, ParsedFlags flags, IReadOnlyDictionary<string, IReadOnlyList<ChangeCause>>? causes = null)
{
    private const string Yellow = "33";
    private const string Green = "32";
    private const string Red = "31";
    private const string Blue = "94";

    private readonly IReadOnlySet<string> _hiddenKinds = DiffFlags.HiddenKinds(flags);
    private readonly StringBuilder _text = new();

    private bool HasColour => !flags.IsOn(DiffFlags.NoColor)
        && (flags.IsOn(DiffFlags.Color) || session.Host.UnwrappedTerminal().OutputFeatures.Colour);

    private bool ShowsSecrets => flags.IsOn(DiffFlags.ShowSecrets) || flags.IsOn(DiffFlags.ShowSecretsDecoded);

    /// <summary>Prints.</summary>
    public void Print(IReadOnlyList<ObjectChange> changes)
    {
        switch (flags.Text(DiffFlags.Output))
        {
            case "simple":
                PrintSimple(changes);
                break;
            case "json":
                _text.Append(DiffDocuments.List(changes, Causes, Masked));
                break;
            case "template":
                _text.Append(DiffDocuments.Template(session, changes));
                break;
            case "structured":
                _text.Append(DiffDocuments.Fields(changes, _hiddenKinds, Causes, Masked));
                break;
            case "dyff":
                _text.Append(Masked(DyffReport.Of(DyffComparison.Of(
                    [.. changes.Where(change => !_hiddenKinds.Contains(change.Subject.Kind))]))));
                break;
            case "markdown":
                _text.Append(DiffMarkdown.Of(Titled(changes), Summary(changes)));
                break;
            case "html":
                _text.Append(DiffPage.Of(Titled(changes), Summary(changes)));
                break;
            default:
                PrintLines(changes);
                break;
        }

        QueryOutput.Print(session, Encoding.UTF8.GetBytes(_text.ToString()));
    }

    /// <summary>How many objects are added, changed and removed, as one line.</summary>
    public static string Summary(IReadOnlyList<ObjectChange> changes)
    {
        return $"Plan: {Count(ChangeKind.Add)} to add, {Count(ChangeKind.Modify)} to change, {Count(ChangeKind.Remove)} to destroy, "
            + "0 to change ownership.";

        string Count(ChangeKind kind) => changes.Count(change => change.Kind == kind).ToString(CultureInfo.InvariantCulture);
    }

    private void PrintSimple(IReadOnlyList<ObjectChange> changes)
    {
        foreach (var change in changes)
        {
            var (words, colour) = change.Kind switch
            {
                ChangeKind.Add => ("to be added.", Green),
                ChangeKind.Remove => ("to be removed.", Red),
                ChangeKind.ModifySuppressed => ("has changed, but diff is empty after suppression.", Blue),
                _ => ("to be changed.", Yellow),
            };
            Line($"{change.Subject.Key} {words}", colour);
            PrintCauses(change);
        }

        Line(Summary(changes), "");
    }

    private void PrintLines(IReadOnlyList<ObjectChange> changes)
    {
        foreach (var change in changes)
        {
            var (title, colour) = Title(change);
            Line(title, colour);
            PrintCauses(change);
            if (change.Kind != ChangeKind.ModifySuppressed)
            {
                PrintLines(change);
            }
        }
    }

    private void PrintLines(ObjectChange change)
    {
        if (_hiddenKinds.Contains(change.Subject.Kind))
        {
            Line(Hidden(change), Yellow, endsInside: true);
            return;
        }

        foreach (var line in Shown(change))
        {
            switch (line)
            {
                case null:
                    Line("...", "");
                    break;
                case { Origin: LineOrigin.Old } old:
                    Line("- " + Safe(old.Text), Red);
                    break;
                case { Origin: LineOrigin.New } added:
                    Line("+ " + Safe(added.Text), Green);
                    break;
                case { } common:
                    Line(common.Text.Length == 0 ? "" : "  " + Safe(common.Text), "");
                    break;
            }
        }
    }

    private IReadOnlyList<ChangeCause>? Causes(ObjectChange change) =>
        causes is null ? null : causes.GetValueOrDefault(change.Subject.Key, []);

    private List<string> Sentences(ObjectChange change) => [.. (Causes(change) ?? []).Select(cause => CauseText.Of(cause, Masked))];

    private void PrintCauses(ObjectChange change)
    {
        foreach (var sentence in Sentences(change))
        {
            Line("# " + (session.Host.OutputIsTerminal ? DisplayText.Field(sentence) : sentence), Blue);
        }
    }

    // The lines near changes; null for what is left out between them.
    private IEnumerable<ComparedLine?> Shown(ObjectChange change) => NearbyLines.Of(change.Lines, DiffFlags.Lines(flags));

    private IReadOnlyList<TitledChange> Titled(IReadOnlyList<ObjectChange> changes) =>
    [
        .. changes.Select(change => new TitledChange(
            Title(change).Text.TrimEnd(':'),
            change.Kind,
            change.Kind == ChangeKind.ModifySuppressed ? []
                : _hiddenKinds.Contains(change.Subject.Kind) ? [new(LineOrigin.New, Hidden(change)[2..])]
                : [.. Shown(change).Select(line => line is { } shown ? shown with { Text = Masked(shown.Text) } : line)])
        {
            Causes = Sentences(change),
        }),
    ];

    private static string Hidden(ObjectChange change) => $"+ Changes suppressed on sensitive content of type {change.Subject.Kind}";

    private static (string Text, string Colour) Title(ObjectChange change) => change.Kind switch
    {
        ChangeKind.Add => ($"{change.Subject.Key} has been added:", Green),
        ChangeKind.Remove => ($"{change.Subject.Key} has been removed:", Red),
        ChangeKind.ModifySuppressed => ($"{change.Subject.Key} has changed, but diff is empty after suppression.", Blue),
        _ => ($"{change.Subject.Key} has changed:", Yellow),
    };

    // What was decrypted in this run is not shown again, wherever it has got to; the words of the report are ours.
    private string Masked(string text) => ShowsSecrets ? text : session.Host.Redaction.Redact(text);

    // What objects say cannot change a terminal; programs get it as it is.
    private string Safe(string text) => session.Host.OutputIsTerminal ? DisplayText.Field(Masked(text)) : Masked(text);

    private void Line(string text, string colour, bool endsInside = false)
    {
        if (colour.Length == 0 || !HasColour)
        {
            _text.Append(text).Append('\n');
            return;
        }

        _text.Append($"\e[0;{colour}m{text}{(endsInside ? "\n\e[0m" : "\e[0m\n")}");
    }
}
