using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Time;
using SecretsKit.Templating;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Goldens.Templating;

/// <summary>What came of a row: the text, or the failure.</summary>
internal sealed record TemplateOutcome(byte[]? Output, string? Error);

/// <summary>Executes the templates of rows that need values and little else of a chart.</summary>
internal static class TemplateRun
{
    private const string File = "c/templates/t.yaml";

    private static readonly FunctionTable Helm3 = Table(helm3: true);
    private static readonly FunctionTable Helm4 = Table(helm3: false);

    /// <summary>Whether the row can run: its chart has but the one template, and the functions of the row are there.</summary>
    public static bool IsServed(TemplateRow row)
    {
        string[] surroundings = ["chart", "files", "args", "defaults", "api", "kube"];
        string[] topics = ["charts", "objects", "values", "yamlin", "yamlout"];
        string[] objects = [".Files", ".Capabilities", ".Subcharts", ".Chart", "lookup", "$ |", "typeOf .", "kindOf .", "\"%T\" ."];
        if (row.Template is not { } template
            || topics.Contains(row.Topic)
            || surroundings.Any(row.Has)
            || objects.Any(name => template.Contains(name, StringComparison.Ordinal)))
        {
            return false;
        }

        // A function that is not written yet gives the only failure that the reference does not have.
        return Execute(row, helm3: false).Error is not { } error
            || !error.EndsWith(" not defined", StringComparison.Ordinal)
            || TemplateRow.Error(row.Json) == error;
    }

    public static TemplateOutcome Execute(TemplateRow row, bool helm3)
    {
        var set = new TemplateSet("gotpl", helm3 ? Helm3 : Helm4);
        var options = new ExecutionOptions
        {
            Clock = TimeProvider.System,
            Zones = new MachineZones("UTC", TimeZoneInfo.Utc),
            Random = RandomNumberGenerator.Fill,
            MissingKey = MissingKey.Zero,
            RemovesNoValue = true,
        };
        try
        {
            set.Parse(File, Encoding.UTF8.GetBytes(row.Template!));
            var output = new ArrayBufferWriter<byte>();
            set.Execute(File, Data(row, helm3), output, options, TestContext.Current.CancellationToken);
            return new(output.WrittenSpan.ToArray(), null);
        }
        catch (TemplateException failure)
        {
            return new(null, helm3 ? TemplateErrorText.Helm3(failure, File) : TemplateErrorText.Helm4(failure, File));
        }
    }

    private static FunctionTable Table(bool helm3)
    {
        var table = new FunctionTable().AddBuiltins().AddSprig(new() { Helm3 = helm3 }).AddHelmExecution();
        YamlFunctions.AddTo(table, withMustToYaml: !helm3);
        return table;
    }

    private static Value Data(TemplateRow row, bool helm3)
    {
        var values = row.Values is { } text ? KubernetesYaml.Read(text, KubernetesYamlOptions.Chart).AsMap! : new MapValue();
        return Named(helm3, Map(
            ("Values", Named(helm3, values)),
            ("Release", Value.Of(Map(
                ("Name", Value.Of(row.Release)),
                ("Namespace", Value.Of(row.Namespace)),
                ("Service", Value.Of("Helm")),
                ("Revision", Value.Int(1)),
                ("IsInstall", Value.True),
                ("IsUpgrade", Value.False)))),
            ("Template", Named(helm3, Map(("Name", Value.Of(File)), ("BasePath", Value.Of("c/templates")))))));
    }

    private static Value Named(bool helm3, MapValue map) => Value.Of(new ValuesObject(map, helm3));

    private static MapValue Map(params (string Key, Value Value)[] entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new ByteString(key), value);
        }

        return map;
    }
}
