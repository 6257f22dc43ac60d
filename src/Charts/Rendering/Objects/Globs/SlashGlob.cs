using System.Text;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>
/// Patterns of <c>.Files.Glob</c>: <c>*</c> and <c>?</c> stay within a path element, <c>**</c> does not; <c>[abc]</c>, <c>[!a-z]</c>,
/// <c>{a,b}</c>, <c>\</c>. A pattern is put together as the reference's library does it, since what it finds shows how: a choice that more
/// follows is tried at one place of the name only, so that <c>{*.yaml,*.json}*</c> does not match <c>a.yaml</c>.
/// </summary>
internal sealed class SlashGlob
{
    private readonly GlobPart _whole;

    private SlashGlob(GlobPart whole) => _whole = whole;

    /// <summary>The pattern, or null if it is malformed.</summary>
    /// <param name="pattern">As written.</param>
    /// <param name="spend">Gets the amount of work, in bytes looked at; ends it by an exception.</param>
    /// <exception cref="ValueException">It has more parts than anybody writes.</exception>
    public static SlashGlob? TryParse(string pattern, Action<long> spend)
    {
        spend(pattern.Length);
        var reader = new GlobReader(pattern);
        if (reader.Read() is not { } tree)
        {
            return null;
        }

        // All runs of neighbours are tried.
        spend((long)reader.PartCount * reader.PartCount * reader.PartCount / 8);
        return new(GlobCompiler.Compile(tree));
    }

    /// <summary>Whether the whole name matches.</summary>
    /// <param name="name">A path with slashes.</param>
    /// <param name="spend">As for reading.</param>
    /// <exception cref="ValueException">The reference fails on this pattern and name.</exception>
    public bool Matches(string name, Action<long> spend) => _whole.Matches(Encoding.UTF8.GetBytes(name), spend);
}
