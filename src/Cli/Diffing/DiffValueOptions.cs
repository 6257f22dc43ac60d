using System.CommandLine;
using SecretsKit.Charts.Inputs;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Diffing;

/// <summary>The options of <c>diff</c> that give values to charts: to both sides, or to one.</summary>
internal sealed class DiffValueOptions
{
    private readonly Option<string[]> _values = VerbOptions.Many(
        "--values", "FILE", "Values file of both sides; encrypted ones are decrypted in memory; may be repeated.", "-f");
    private readonly Option<string[]> _valuesOfA = VerbOptions.Many("--values-a", "FILE", "The same for A alone, over those of both.");
    private readonly Option<string[]> _valuesOfB = VerbOptions.Many("--values-b", "FILE", "The same for B alone.");
    private readonly Option<string[]> _set = VerbOptions.Many("--set", "KEY=VALUE", "A value of both sides; may be repeated.");
    private readonly Option<string[]> _setOfA = VerbOptions.Many("--set-a", "KEY=VALUE", "A value of A alone.");
    private readonly Option<string[]> _setOfB = VerbOptions.Many("--set-b", "KEY=VALUE", "A value of B alone.");
    private readonly Option<string[]> _strings = VerbOptions.Many("--set-string", "KEY=VALUE", "As --set, always a string.");
    private readonly Option<string[]> _files = VerbOptions.Many("--set-file", "KEY=FILE", "As --set, the value is the content of a file.");
    private readonly Option<string[]> _json = VerbOptions.Many("--set-json", "KEY=JSON", "As --set, the value is JSON.");
    private readonly Option<string[]> _literals = VerbOptions.Many("--set-literal", "KEY=VALUE", "As --set, the value is taken as it is.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_values, _valuesOfA, _valuesOfB, _set, _setOfA, _setOfB, _strings, _files, _json, _literals])
        {
            command.Add(option);
        }
    }

    /// <summary>Whether a side has values of its own.</summary>
    public bool DiffersBySide(ParseResult parsed) =>
        ((Option<string[]>[])[_valuesOfA, _valuesOfB, _setOfA, _setOfB]).Any(option => Given(parsed, option).Length > 0);

    /// <summary>The values of A and of B.</summary>
    public (ValueArguments A, ValueArguments B) Read(ParseResult parsed)
    {
        var both = new ValueArguments
        {
            Json = Given(parsed, _json),
            Strings = Given(parsed, _strings),
            FileContents = Given(parsed, _files),
            Literals = Given(parsed, _literals),
        };
        return (Side(_valuesOfA, _setOfA), Side(_valuesOfB, _setOfB));

        ValueArguments Side(Option<string[]> files, Option<string[]> settings) => both with
        {
            // Commas separate files, as they do for template.
            Files = [.. Given(parsed, _values).Concat(Given(parsed, files)).SelectMany(file => file.Split(','))],
            Plain = [.. Given(parsed, _set), .. Given(parsed, settings)],
        };
    }

    private static string[] Given(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];
}
