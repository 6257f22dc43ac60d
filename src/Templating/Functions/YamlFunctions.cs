using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions;

/// <summary>YAML in and out, as Helm has it (spec sprig.md 15). Failures of reading are values, failures of writing are empty.</summary>
public static class YamlFunctions
{
    /// <summary>
    /// Adds <c>toYaml</c>, <c>toYamlPretty</c>, <c>fromYaml</c>, <c>fromYamlArray</c>, and <c>mustToYaml</c> where Helm has it.
    /// </summary>
    public static void AddTo(FunctionTable table, bool withMustToYaml)
    {
        table.Add("toYaml", ToYaml, ParameterType.Any);
        table.Add("toYamlPretty", ToYamlPretty, ParameterType.Any);
        table.Add("fromYaml", FromYaml, ParameterType.String);
        table.Add("fromYamlArray", FromYamlArray, ParameterType.String);
        if (withMustToYaml)
        {
            table.Add("mustToYaml", MustToYaml, ParameterType.Any);
        }
    }

    private static Value ToYaml(CallContext context, ReadOnlySpan<Value> arguments)
    {
        try
        {
            return Written(context, arguments);
        }
        catch (DocumentException)
        {
            // The reference swallows the failure in a template, and charts count on it.
            return Value.EmptyString;
        }
    }

    private static Value MustToYaml(CallContext context, ReadOnlySpan<Value> arguments)
    {
        try
        {
            return Written(context, arguments);
        }
        catch (DocumentException failure)
        {
            // The library names the first of its two steps alone.
            var step = failure.Fault == DocumentFault.NoJsonForm ? "error marshaling into JSON: " : "";
            throw new FunctionException(step + failure.Message);
        }
    }

    private static Value ToYamlPretty(CallContext context, ReadOnlySpan<Value> arguments)
    {
        try
        {
            ValueMeter.Check(context, arguments[0]);
            return Scratch.CollectLine(context, arguments, static (output, a) => PrettyYaml.Write(a[0], output));
        }
        catch (DocumentException)
        {
            return Value.EmptyString;
        }
    }

    private static Value FromYaml(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var map = new MapValue();
        var failure = TryRead(context, arguments[0].StringBytes, "map[string]interface {}", value => value.AsMap is not null, out var read);
        if (failure is null)
        {
            return read.IsNil ? Value.Of(map) : read;
        }

        map.Set(new("Error"), Value.Of(failure));
        return Value.Of(map);
    }

    private static Value FromYamlArray(CallContext context, ReadOnlySpan<Value> arguments)
    {
        var failure = TryRead(context, arguments[0].StringBytes, "[]interface {}", value => value.AsList is not null, out var read);
        return failure is not null ? Value.Of(new ListValue([Value.Of(failure)]))
            : read.IsNil ? Value.Of(new ListValue([])) : read;
    }

    private static string? TryRead(CallContext context, byte[] text, string wanted, Func<Value, bool> isWanted, out Value value)
    {
        value = default;
        context.ChargeReading(text.Length);
        try
        {
            value = KubernetesYaml.Read(text, KubernetesYamlOptions.Chart);
        }
        catch (DocumentException failure)
        {
            return "error converting YAML to JSON: " + failure.Message;
        }

        return value.IsNil || isWanted(value) ? null
            : $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {ScalarText.JsonKind(value)} into Go value of type " +
                $"{wanted}";
    }

    private static Value Written(CallContext context, ReadOnlySpan<Value> arguments)
    {
        ValueMeter.Check(context, arguments[0]);
        return Scratch.CollectLine(context, arguments, static (output, a) => KubernetesYaml.Write(a[0], output));
    }
}
