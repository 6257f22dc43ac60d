using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform.Time;
using SecretsKit.Providers.Stores;
using SecretsKit.Templating;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Sync.Templates;

/// <summary>What templates may use of their surroundings: a clock, zones and randomness; and how they are written.</summary>
/// <param name="Clock">The clock of <c>now</c>.</param>
/// <param name="Random">Randomness.</param>
/// <param name="Left">What opens an action. Default <c>{{</c>.</param>
/// <param name="Right">What closes it. Default <c>}}</c>.</param>
internal sealed record TemplateSurroundings(TimeProvider Clock, RandomFill Random, string Left = "{{", string Right = "}}")
{
    /// <summary>The zones that templates name. Default: those of the machine; what names none is in UTC on every machine.</summary>
    public ITimeZones Zones { get; init; } = new MachineZones(variable: "", TimeZoneInfo.Utc);
}

/// <summary>Renders texts of mappings on the engine that charts have. All renderings of a mapping share one budget.</summary>
/// <param name="surroundings">Clock and randomness.</param>
internal sealed class TemplateRun(TemplateSurroundings surroundings)
{
    private readonly ExecutionBudget _budget = new(new());

    /// <summary>The root of templates of a mapping: a map of texts.</summary>
    public static Value RootOf(SecretMap data)
    {
        var map = new MapValue(GoType.StringMap);
        foreach (var (name, value) in data.Entries)
        {
            map.Set(new ByteString(name), Value.Of(value.Bytes.Span));
        }

        return Value.Of(map);
    }

    /// <summary>Parses a text.</summary>
    /// <exception cref="Templating.Errors.TemplateException">It is no template.</exception>
    public TemplateSet Parse(string name, byte[] text)
    {
        var set = new TemplateSet(name, TemplateDialect.Functions);
        set.Parse(name, Delimiters.Normalise(text, surroundings.Left, surroundings.Right));
        return set;
    }

    /// <summary>Renders a text that was parsed.</summary>
    /// <exception cref="Templating.Errors.TemplateException">A function refused, a key is missing, or a limit was reached.</exception>
    public byte[] Execute(TemplateSet set, Value root, MissingKey missing, CancellationToken ct) => set.Execute(
        set.Name,
        root,
        new()
        {
            Clock = surroundings.Clock,
            Random = surroundings.Random,
            Zones = surroundings.Zones,
            MissingKey = missing,
            Budget = _budget,
        },
        ct);

    /// <summary>Parses and renders.</summary>
    public byte[] Render(string name, string text, Value root, MissingKey missing, CancellationToken ct) =>
        Execute(Parse(name, Encoding.UTF8.GetBytes(text)), root, missing, ct);
}
