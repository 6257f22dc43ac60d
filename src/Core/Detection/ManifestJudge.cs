namespace SecretsKit.Core.Detection;

/// <summary>
/// Judges the values of a Kubernetes Secret: all of them are secret, unless they are templates, stand-ins or made for publication.
/// </summary>
internal static class ManifestJudge
{
    /// <summary>Judges a value.</summary>
    /// <param name="value">As it is written.</param>
    /// <param name="isBase64">Whether it is under <c>data</c>.</param>
    public static NamedValueJudge.Verdict? Judge(ReadOnlySpan<byte> value, bool isBase64)
    {
        value = value.Trim(" \t\r\n"u8);
        if (References.Is(value))
        {
            return null;
        }

        var length = NamedValueJudge.Length(value);
        if (!isBase64)
        {
            return Judge(value, length);
        }

        Span<byte> room = stackalloc byte[SecretValues.LongestValue];
        var decoded = Base64Text.Decode(value, room);
        var verdict = decoded.IsEmpty
            ? new(SecretKind.ManifestValue, length + " of base64", IsCertain: true)
            : Judge(decoded, length + " of base64");
        room.Clear();
        return verdict;
    }

    private static NamedValueJudge.Verdict? Judge(ReadOnlySpan<byte> value, string what) => value.IsEmpty
        ? null
        : SecretValues.Of(value) switch
    {
        ValueShape.Reference or ValueShape.Placeholder or ValueShape.Public => null,
        ValueShape.Constant when value.Length <= SecretValues.LongestValue => null,
        ValueShape.Default => new(SecretKind.DefaultPassword, "a value that everybody knows", IsCertain: false),
        _ => new(SecretKind.ManifestValue, what, IsCertain: true),
    };
}
