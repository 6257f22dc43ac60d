using System.Buffers.Text;
using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Releases.Frozen.Coding;

/// <summary>Plans as JSON: what a plan file holds when it is decrypted.</summary>
public static class FrozenPlanCodec
{
    // Objects of Kubernetes are some dozens of levels deep.
    private const int MaxDepth = 1000;

    private static readonly GoJsonReading Reading = new() { MaxDepth = MaxDepth, Number = Number };

    /// <summary>A plan as JSON. It holds what is secret of the release.</summary>
    /// <exception cref="ValueException">A value has no form in JSON, such as a number that is none.</exception>
    public static byte[] Encode(FrozenPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return GoJson.Format(FrozenPlanWriter.Write(plan), GoJsonOptions.Raw);
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">It is none, or is damaged, with a <see cref="FrozenFileCause"/>.</exception>
    public static FrozenPlan Decode(ReadOnlySpan<byte> json)
    {
        if (!GoJson.TryParse(json, Reading, out var document, out _) || document.AsMap is not { } map
            || !map[new("format")].IsString || new PlanFields(map, "").Text("format") != PlanTree.Format)
        {
            throw new FrozenFileCause(FrozenFault.NoPlan, "").ToException();
        }

        var fields = new PlanFields(map, "");
        var version = fields.Number("version");
        return version == PlanTree.Version
            ? FrozenPlanReader.Read(fields)
            : throw new FrozenFileCause(FrozenFault.UnknownVersion, version.ToString(CultureInfo.InvariantCulture)).ToException();
    }

    // As answers of servers are read: integers stay exact.
    private static Value Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long integer, out var length) && length == digits.Length
            ? Value.Int64(integer)
            : Value.Float(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
}
