using SecretsKit.Core.Display;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Definitions;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>How CustomResourceDefinitions differ, in lines for people.</summary>
internal static class DefinitionLines
{
    private const int Context = 3;

    /// <summary>The lines. What the chart and the cluster say cannot change a terminal.</summary>
    public static IEnumerable<(string Text, TextStyle Style)> Of(IReadOnlyList<DefinitionChange> changes)
    {
        foreach (var change in changes)
        {
            yield return ($"crd {DisplayText.Field(change.Name)} {Word(change)}", TextStyle.Strong);
            if (change.Kind == ChangeKind.Modify)
            {
                foreach (var line in NearbyLines.Of(change.Lines, Context))
                {
                    yield return Line(line);
                }
            }

            foreach (var refusal in change.Refusals)
            {
                yield return (DisplayText.Field(refusal.Text), TextStyle.Bad);
            }
        }
    }

    private static string Word(DefinitionChange change) => change.Kind switch
    {
        ChangeKind.Add => $"is not there: it comes from {DisplayText.Field(change.File)}",
        null => "is as the chart has it",
        _ => $"differs from {DisplayText.Field(change.File)}:",
    };

    private static (string, TextStyle) Line(ComparedLine? line) => line switch
    {
        null => ("...", TextStyle.Quiet),
        { Origin: LineOrigin.Old } old => ("- " + DisplayText.Field(old.Text), TextStyle.Bad),
        { Origin: LineOrigin.New } added => ("+ " + DisplayText.Field(added.Text), TextStyle.Good),
        { } common => ("  " + DisplayText.Field(common.Text), TextStyle.Plain),
    };
}
