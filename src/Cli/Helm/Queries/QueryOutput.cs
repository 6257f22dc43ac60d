using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>
/// Prints what programs read, as it is: values and manifests are what the user asked for, so nothing is redacted.
/// </summary>
internal static class QueryOutput
{
    /// <summary>Prints JSON in a line of its own, or as YAML, which sorts its keys.</summary>
    /// <param name="session">Whose standard output.</param>
    /// <param name="format">JSON or YAML.</param>
    /// <param name="json">Compact JSON, its fields in the order of the reference.</param>
    public static void Write(HelmSession session, OutputFormat format, ReadOnlySpan<byte> json)
    {
        var output = session.Host.Output;
        if (format == OutputFormat.Yaml)
        {
            output.Write(Yaml(GoJson.Parse(json)));
        }
        else
        {
            output.Write(json);
            output.Write("\n"u8);
        }
    }

    /// <summary>Prints data that was asked for, as it is.</summary>
    public static void Print(HelmSession session, ReadOnlySpan<byte> data) => session.Host.Output.Write(data);

    /// <summary>A value as YAML, with a line break at its end.</summary>
    public static ReadOnlySpan<byte> Yaml(Value value)
    {
        var text = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(value, text);
        return text.WrittenSpan;
    }
}
