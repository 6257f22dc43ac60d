using System.Security.Cryptography;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Cli.Helm;

/// <summary>A Helm command whose value files are readable. Not a record: the contents are plaintext.</summary>
/// <param name="words">The command and its words: prefixes of ours are gone, and encrypted literals are replaced by what they mean.</param>
/// <param name="files">What to read in place of these paths. Files that are not listed are read from the disk.</param>
/// <param name="literals">What encrypted literals among the words mean.</param>
internal sealed class HelmInvocation(IReadOnlyList<string> words, IReadOnlyDictionary<string, byte[]> files, IReadOnlyList<byte[]> literals)
{
    /// <summary>The command and its words. May hold secrets: never printed, never handed to a process.</summary>
    public IReadOnlyList<string> Words { get; } = words;

    /// <summary>Contents by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; } = files;

    /// <summary>Tells all that was decrypted to the index of what messages must not show.</summary>
    public void Register(RedactionScope index)
    {
        foreach (var content in Files.Values.Concat(literals))
        {
            DecryptedLeaves.Register(index, content);
        }
    }

    /// <summary>Wipes what was decrypted. The command can no longer run then.</summary>
    public void Wipe()
    {
        foreach (var content in Files.Values.Concat(literals))
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>The command alone.</summary>
    public override string ToString() => $"HelmInvocation({Words[0]})";
}
