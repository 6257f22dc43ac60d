using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Json;

/// <summary>JSON as Helm's functions read and write it (spec sprig.md 14).</summary>
internal static class JsonFunctions
{
    private static readonly ByteString ErrorKey = new("Error");

    public static FunctionTable AddJson(this FunctionTable table) => table
        .Add("toJson", static (c, a) => Write(c, a[0], GoJsonOptions.Compact, must: false), P.Any)
        .Add("mustToJson", static (c, a) => Write(c, a[0], GoJsonOptions.Compact, must: true), P.Any)
        .Add("toPrettyJson", static (c, a) => Write(c, a[0], GoJsonOptions.Pretty, must: false), P.Any)
        .Add("mustToPrettyJson", static (c, a) => Write(c, a[0], GoJsonOptions.Pretty, must: true), P.Any)
        .Add("toRawJson", static (c, a) => Write(c, a[0], GoJsonOptions.Raw, must: true), P.Any)
        .Add("mustToRawJson", static (c, a) => Write(c, a[0], GoJsonOptions.Raw, must: true), P.Any)
        .Add("fromJson", static (c, a) => ReadMap(Charged(c, a[0])), P.String)
        .Add("fromJsonArray", static (c, a) => ReadList(Charged(c, a[0])), P.String)
        .Add("mustFromJson", static (c, a) => GoJson.Parse(Charged(c, a[0])), P.String);

    private static Value Write(CallContext context, Value value, GoJsonOptions options, bool must)
    {
        ValueMeter.Check(context, value);
        try
        {
            var output = new LimitedWriter(LimitedWriter.MaxDocumentBytes, context);
            GoJson.Write(value, output, options);
            return Value.Of(output.Finish());
        }
        catch (ValueException failure) when (!must && !failure.IsLimit)
        {
            return Value.EmptyString;
        }
    }

    private static byte[] Charged(CallContext context, Value text)
    {
        context.ChargeReading(text.StringBytes.Length);
        return text.StringBytes;
    }

    private static Value ReadMap(ReadOnlySpan<byte> text)
    {
        var read = GoJson.TryParse(text, out var value, out var error);
        if (read && value.IsNil)
        {
            return Value.Of(MapValue.NilOf(GoType.AnyMap));
        }

        var map = value.AsMap ?? new MapValue();
        if (value.AsMap is null || !read)
        {
            map.Set(ErrorKey, Value.Of(value.AsMap is not null ? error!.Message : Mismatch(value, error, GoType.AnyMap)));
        }

        return Value.Of(map);
    }

    private static Value ReadList(ReadOnlySpan<byte> text)
    {
        var read = GoJson.TryParse(text, out var value, out var error);
        if (read && value.IsNil)
        {
            return Value.Of(ListValue.Nil);
        }

        return read && value.AsList is not null
            ? value
            : Value.Of(new ListValue([Value.Of(value.AsList is not null ? error!.Message : Mismatch(value, error, GoType.AnySlice))]));
    }

    // That the whole is of another type comes before that its number is too large.
    private static string Mismatch(Value value, JsonError? error, GoType wanted)
    {
        var isNumber = value.IsNil && error?.Fault == JsonFault.NumberRange;
        if (value.IsNil && !isNumber)
        {
            return error!.Message;
        }

        var kind = value.Kind switch
        {
            GoKind.Invalid => "number",
            GoKind.Map => "object",
            GoKind.Slice => "array",
            GoKind.Float64 => "number",
            _ => GoReflection.KindName(value),
        };
        return $"json: cannot unmarshal {kind} into Go value of type {wanted.Name}";
    }
}
