using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>type</c>.</summary>
/// <param name="wanted">The types; with Number, Integer is implied.</param>
internal sealed class TypeKeyword(JsonKinds wanted) : Keyword
{
    public override void Check(Frame frame)
    {
        if (!wanted.HasFlag(frame.Kind)
            && !(frame.Kind == JsonKinds.Number
                && wanted.HasFlag(JsonKinds.Integer)
                && ExactNumber.TryOf(frame.Value, out var number)
                && number.IsInteger))
        {
            frame.Report(new(FindingKind.Type, "type", frame.Path) { Names = [JsonKind.Name(frame.Kind), .. JsonKind.Names(wanted)] });
        }
    }
}

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class AllowedKeyword(FindingKind kind, IReadOnlyList<Value> allowed) : Keyword
{
    public override void Check(Frame frame)
    {
        frame.Session.Spend(allowed.Count);
        if (!allowed.Any(value => JsonEquality.AreEqual(value, frame.Value)))
        {
            frame.Report(new(kind, kind == FindingKind.Enum ? "enum" : "const", frame.Path) { Allowed = allowed });
        }
    }
}

/// <summary><c>minimum</c>, <c>maximum</c>, their exclusive forms and <c>multipleOf</c>.</summary>
/// <param name="name">The keyword.</param>
/// <param name="want">The bound.</param>
/// <param name="isMet">Whether a number respects it.</param>
internal sealed class BoundKeyword(string name, ExactNumber want, Func<ExactNumber, ExactNumber, bool> isMet) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Kind == JsonKinds.Number && ExactNumber.TryOf(frame.Value, out var number) && !isMet(number, want))
        {
            frame.Report(new(FindingKind.Bound, name, frame.Path) { Bounds = (number, want) });
        }
    }
}

/// <summary><c>minLength</c>, <c>maxItems</c> and the like.</summary>
/// <param name="name">The keyword.</param>
/// <param name="kind">To which values it applies.</param>
/// <param name="want">The bound.</param>
internal sealed class SizeKeyword(string name, JsonKinds kind, ExactNumber want) : Keyword
{
    private readonly bool _isMinimum = name.StartsWith("min", StringComparison.Ordinal);

    public override void Check(Frame frame)
    {
        if (frame.Kind != kind)
        {
            return;
        }

        var size = ExactNumber.Of(kind switch
        {
            JsonKinds.String => Characters(frame.Value.StringBytes),
            JsonKinds.Array => frame.Value.AsList!.Count,
            _ => frame.Value.AsMap!.Count,
        });
        if (_isMinimum ? size.CompareTo(want) < 0 : size.CompareTo(want) > 0)
        {
            frame.Report(new(FindingKind.Size, name, frame.Path) { Bounds = (size, want) });
        }
    }

    // Bytes that are not UTF-8 count one each, as in Go.
    private static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (; !text.IsEmpty; count++)
        {
            var isValid = System.Text.Rune.DecodeFromUtf8(text, out _, out var length) == System.Buffers.OperationStatus.Done;
            text = text[(isValid ? length : 1)..];
        }

        return count;
    }
}
