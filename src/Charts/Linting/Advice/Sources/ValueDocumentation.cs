using System.Text;
using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// Values that templates use and values.yaml does not have or does not explain, and templates that share nothing (pipeline P-122).
/// </summary>
internal static class ValueDocumentation
{
    private const string Id = "K-122";
    private const string ValuesFile = "values.yaml";

    // Libraries bring values by templates of these names; what a library that is not there does is not known.
    private static readonly string[] Loaders = [".values", ".init", ".setup", "loader"];

    public static AdviceRule Rule { get; } = new(Id, "a value has no default or no comment, or templates have no helpers")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        var chart = subject.Chart;
        var texts = chart.Raw.Where(file => file.Name == ValuesFile).Select(file => Encoding.UTF8.GetString(file.Data)).ToList();
        var examples = texts.SelectMany(ValueComments.Examples).ToHashSet(StringComparer.Ordinal);

        // A schema explains values, too, and says which of them have no default on purpose.
        var schema = chart.Schema is { } explained ? LintDocument.ReadValueOrNil(explained) : Value.Nil;
        var described = texts.SelectMany(ValueComments.Described).ToHashSet(StringComparer.Ordinal);
        foreach (var path in HasOtherDefaults(chart) ? [] : Undeclared(subject, new TemplateUses(chart), chart.Values ?? new(), ""))
        {
            if (!examples.Contains(path[(path.LastIndexOf('.') + 1)..]) && !described.Contains(path) && !IsDeclared(path, schema))
            {
                yield return Warn(ValuesFile, $"{path} has no default, and templates use it");
            }
        }

        foreach (var text in texts)
        {
            foreach (
                var (name, line) in ValueComments.Missing(text)
                    .Where(value => !IsExplained(value.Name, schema)))
            {
                yield return Warn($"{ValuesFile}:{line}", $"{name} has no comment");
            }
        }

        var templates = chart.Templates.Where(template => !template.Name.EndsWith(".txt", StringComparison.Ordinal)
            && !PartialTemplate.Is(template.Name))
            .ToList();
        if (templates.Count > 1
            && !chart.Templates.Any(template => Holds(template, "define"u8))
            && !templates.Exists(template => Holds(template, "include"u8) || Holds(template, "template "u8))
            && templates.Count(template => Holds(template, ".Release.Name"u8) || Holds(template, ".Chart.Name"u8)) > 1)
        {
            yield return Warn("templates/", "names and labels that several templates share belong into helpers (_helpers.tpl)");
        }
    }

    private static bool IsDeclared(string path, Value schema)
    {
        foreach (var name in path.Split('.'))
        {
            schema = schema.At("properties", name);
        }

        return schema.AsMap is not null;
    }

    // By itself, or by a definition that it refers to.
    private static bool IsExplained(string name, Value schema)
    {
        var property = schema.At("properties", name);
        var definition = property.TextAt("$ref") is ['#', '/', .. var path] ? schema.At(path.Split('/')) : Value.Nil;
        return new[] { property, definition }.Any(part => part.TextAt("description") is not null || Names(part.TextAt("title"), name));
    }

    // A title that repeats the name explains nothing.
    private static bool Names(string? title, string name) =>
        title is not null && !title.Replace(" ", "", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static LintMessage Warn(string subject, string text) => new(LintSeverity.Warning, subject, $"{Id}: {text}");

    private static bool Holds(ChartFile file, ReadOnlySpan<byte> word) => file.Data.AsSpan().IndexOf(word) >= 0;

    // A library has the values of the charts that use it; subcharts may hand theirs up; templates may write into values or
    // make others of them.
    private static bool HasOtherDefaults(Chart chart) => chart.Metadata.IsLibrary
        || (chart.Metadata.Dependencies ?? []).OfType<ChartDependency>().Any(dependency => dependency.ImportValues is { Count: > 0 })
        || OwnTemplates(chart).Any(ValueWrites.MakeOthers)
        || chart.Templates.Any(template => IncludesLoader(template, chart));

    private static bool IncludesLoader(ChartFile template, Chart chart)
    {
        var includes = false;
        TemplateActions.Each(template.Data, action =>
        {
            var parts = Encoding.UTF8.GetString(action).Split('"');
            includes |= !TemplateActions.IsComment(action)
                && parts.Length > 1
                && parts[0].TrimEnd().EndsWith("include", StringComparison.Ordinal)
                && Array.Exists(Loaders, loader => parts[1].Contains(loader, StringComparison.Ordinal))
                && !chart.AllTemplates.Any(other => Holds(other, Encoding.UTF8.GetBytes($"define \"{parts[1]}\"")));
        });
        return includes;
    }

    private static IEnumerable<ChartFile> OwnTemplates(Chart chart) =>
        chart.Dependencies.Where(child => child.Metadata.IsLibrary).Prepend(chart).SelectMany(one => one.Templates);

    // Below a table that is empty or none, users decide.
    private static IEnumerable<string> Undeclared(AdviceSubject subject, TemplateUses uses, MapValue defaults, string prefix)
    {
        foreach (
            var name in uses.Below(prefix)
                .Where(name => prefix.Length > 0 || (name is not "global" && !IsOfDependency(subject.Chart, name))))
        {
            if (!defaults.TryGet(new ByteString(name), out var value))
            {
                yield return prefix + name;
            }
            else if (value.AsMap is { Count: > 0 } inner)
            {
                foreach (var path in Undeclared(subject, uses, inner, $"{prefix}{name}."))
                {
                    yield return path;
                }
            }
        }
    }

    // Under its name or another that Chart.yaml gives it, whether it is there or not.
    private static bool IsOfDependency(Chart chart, string name) =>
        chart.Dependencies.Any(child => child.Metadata.Name == name)
        || (chart.Metadata.Dependencies ?? []).OfType<ChartDependency>().Any(child => child.Name == name || child.Alias == name);
}
