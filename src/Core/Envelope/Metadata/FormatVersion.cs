using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>
/// The version of the program that wrote a file: three numbers, with an optional <c>v</c> before and a pre-release or build part behind.
/// Files of the 1.x program carry shorter ones and are taken as they are (spec sops.md 5.3).
/// </summary>
internal readonly record struct FormatVersion(ulong Major, ulong Minor, ulong Patch) : IComparable<FormatVersion>
{
    private const string Field = "sops.version";

    /// <summary>Parses; the error texts are those of the reference's version library.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.VersionUnreadable"/>.</exception>
    public static FormatVersion Parse(string text)
    {
        if (text.StartsWith("1.", StringComparison.Ordinal))
        {
            return new(1, 0, 0);
        }

        var parts = text.TrimStart('v').Split('.', 3);
        if (text.Length == 0)
        {
            throw Unreadable("Version string empty");
        }

        if (parts.Length != 3)
        {
            throw Unreadable("No Major.Minor.Patch elements found");
        }

        var suffix = parts[2].AsSpan().IndexOfAny('-', '+');
        var patch = suffix < 0 ? parts[2] : parts[2][..suffix];
        return new(Number("major", parts[0]), Number("minor", parts[1]), Number("patch", patch));
    }

    /// <inheritdoc/>
    public int CompareTo(FormatVersion other) =>
        Major.CompareTo(other.Major) is var major and not 0 ? major
        : Minor.CompareTo(other.Minor) is var minor and not 0 ? minor
        : Patch.CompareTo(other.Patch);

    private static ulong Number(string name, string digits)
    {
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw Unreadable($"Invalid character(s) found in {name} number \"{digits}\"");
        }

        if (digits.Length > 1 && digits[0] == '0')
        {
            throw Unreadable($"{char.ToUpperInvariant(name[0])}{name[1..]} number must not contain leading zeroes \"{digits}\"");
        }

        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unreadable($"strconv.ParseUint: parsing \"{digits}\": value out of range");
    }

    private static SecretsKitException Unreadable(string message) => new(ErrorCode.VersionUnreadable, message)
    {
        Cause = new MetadataCause(MetadataFault.Malformed, Field),
        Problem = DisplayText.Message($"{Field}: {message}"),
    };
}
