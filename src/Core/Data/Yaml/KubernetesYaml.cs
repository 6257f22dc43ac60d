using System.Buffers;
using SecretsKit.Core.Data.Yaml.Emission;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>
/// YAML as charts see it: <c>sigs.k8s.io/yaml</c> 1.6, which reads YAML 1.1, goes through JSON and writes with sorted keys and folded lines
/// (spec sprig.md 16).
/// </summary>
public static class KubernetesYaml
{
    /// <summary>Reads the first document of a text; what follows is not looked at.</summary>
    /// <param name="text">The bytes. Strings are copied out of it.</param>
    /// <param name="options">How.</param>
    /// <returns>The value; nil where there is no document.</returns>
    /// <exception cref="DocumentException">
    /// The text is malformed, holds what JSON cannot, or exceeds a limit. The message is the reference's.
    /// </exception>
    public static Value Read(ReadOnlyMemory<byte> text, KubernetesYamlOptions options)
    {
        try
        {
            var reader = new YamlReader(text, options.Limits) { NamesUnknownAnchors = options.QuotesContent, SkipsComments = true };
            return reader.Read() is { } document ? new ValueReader(options).Read(document) : Value.Nil;
        }
        catch (DocumentException failure) when (failure.Legacy is { } legacy)
        {
            throw legacy;
        }
    }

    /// <summary>Writes a value as one document, without markers, ending with a line break.</summary>
    /// <exception cref="DocumentException">
    /// The value has no JSON form (NaN, a cycle) or holds control characters (<see cref="ErrorCode.EmitFailed"/>).
    /// </exception>
    public static void Write(Value value, IBufferWriter<byte> output)
    {
        using var lines = new LineWriter(output);
        new BlockWriter(lines).WriteDocument(value);
        lines.Flush();
    }
}
