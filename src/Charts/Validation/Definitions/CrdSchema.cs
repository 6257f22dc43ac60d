using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Validation.Definitions;

/// <summary>The JSON schema of one version of a CustomResourceDefinition.</summary>
/// <param name="Group">The whole group, as <c>cert-manager.io</c>.</param>
/// <param name="Kind">As objects write it.</param>
/// <param name="Version">As <c>v1</c>.</param>
/// <param name="Text">JSON, laid out for people.</param>
public sealed record CrdSchema(string Group, string Kind, string Version, ReadOnlyMemory<byte> Text)
{
    /// <summary>The name of the file where nothing else is said.</summary>
    public const string UsualName = "{kind}_{version}";

    private const string NamePunctuation = "-._/";

    /// <summary>The name of its file, in small letters, <c>.json</c> at its end.</summary>
    /// <param name="format">
    /// Text with <c>{kind}</c>, <c>{version}</c>, <c>{group}</c>, which is the first label, and <c>{fullgroup}</c>; slashes make folders.
    /// </param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: there is another word in braces, or no name.</exception>
    public string FileName(string format)
    {
        ArgumentNullException.ThrowIfNull(format);
        var name = format.Replace("{kind}", Kind, StringComparison.Ordinal)
            .Replace("{version}", Version, StringComparison.Ordinal)
            .Replace("{group}", Group.Split('.')[0], StringComparison.Ordinal)
            .Replace("{fullgroup}", Group, StringComparison.Ordinal)
            .ToLowerInvariant();
        return name.Length > 0 && name.All(IsPlain) && name.Split('/').All(part => part is not ("" or "." or ".."))
            ? name + ".json"
            : throw new SecretsKitException(ErrorCode.Usage, $"\"{format}\" makes no name of a file for {Kind} {Version} of {Group}")
            {
                Hint = "write letters, digits, - . _ and / with {kind}, {version}, {group} or {fullgroup}",
            };
    }

    private static bool IsPlain(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || NamePunctuation.Contains(letter, StringComparison.Ordinal);
}
