using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>TOML both ways, as Helm's functions read and write it (spec sprig.md 17).</summary>
internal static class TomlFunctions
{
    public static FunctionTable AddToml(this FunctionTable table, bool helm3)
    {
        table
            .Add("toToml", (c, a) => Write(c, a[0], helm3, must: false), P.Any)
            .Add("fromToml", (c, a) => Read(c, a[0].StringBytes, helm3 ? TomlVersion.V10 : TomlVersion.V11), P.String);
        return helm3 ? table : table.Add("mustToToml", static (c, a) => Write(c, a[0], helm3: false, must: true), P.Any);
    }

    private static Value Write(CallContext context, Value value, bool helm3, bool must)
    {
        if (value.IsNil)
        {
            throw new FunctionException("reflect: call of reflect.Value.Type on zero Value");
        }

        ValueMeter.Check(context, value);
        var output = new LimitedWriter(LimitedWriter.MaxDocumentBytes, context);
        try
        {
            new TomlWriter(output, positionalFloats: helm3).Write(value);
        }
        catch (TomlException e)
        {
            return must ? throw new FunctionException(e.Message) : Value.Of(e.Message);
        }

        return Value.Of(output.Finish());
    }

    private static Value Read(CallContext context, ReadOnlySpan<byte> text, TomlVersion version)
    {
        context.ChargeReading(text.Length);
        try
        {
            return Value.Of(new TomlReader(text, version).Read());
        }
        catch (TomlException e)
        {
            var map = new MapValue();
            map.Set(new ByteString("Error"), Value.Of(Encoding.UTF8.GetBytes(e.Message)));
            return Value.Of(map);
        }
    }
}
