using System.Buffers;
using SecretsKit.Core.Documents.Yaml.Emit;
using SecretsKit.Core.Documents.Yaml.Layout;
using SecretsKit.Core.Documents.Yaml.Loading;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Yaml;

/// <summary>YAML as SOPS reads and writes it (spec sops.md 6.1).</summary>
public sealed class YamlCodec : DocumentCodec
{
    private const int DefaultIndent = 4;

    private YamlCodec()
    {
    }

    /// <summary>The one instance.</summary>
    public static YamlCodec Instance { get; } = new();

    /// <inheritdoc/>
    public override DocumentTree Read(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        if (text.IsEmpty)
        {
            return new DocumentTree([]);
        }

        var reader = new YamlReader(text, limits);
        var meter = new ExpansionMeter(limits);
        var first = reader.Read() ?? throw YamlLoadErrors.NoDocument();
        meter.Add(first);
        StrictReading.Check(first);
        List<MapNode> branches = [TreeLoader.LoadDocument(first)];
        try
        {
            while (reader.Read() is { } document)
            {
                meter.Add(document);
                branches.Add(TreeLoader.LoadDocument(document));
            }
        }
        catch (DocumentException failure) when (failure.Code != ErrorCode.LimitExceeded)
        {
            throw YamlLoadErrors.InLaterDocument(failure);
        }

        return new DocumentTree(branches);
    }

    /// <inheritdoc/>
    public override void Write(DocumentTree tree, IBufferWriter<byte> output, WriteOptions options)
    {
        if (!options.Model.IsEmpty)
        {
            var styles = KeptLayout.StylesOf(options.Model);
            var text = Written(tree, options, styles: null);
            var styled = styles is null ? text : Written(tree, options, styles);
            output.Write(KeptLayout.Apply(text, styled, options.Model).Span);
            return;
        }

        Write(tree, output, options, styles: null);
    }

    private static byte[] Written(DocumentTree tree, WriteOptions options, KeptStyles? styles)
    {
        using var text = new OutputBuffer();
        Write(tree, text, options, styles);
        return text.ToArray();
    }

    private static void Write(DocumentTree tree, IBufferWriter<byte> output, WriteOptions options, KeptStyles? styles)
    {
        var indent = styles?.Indent ?? options.Indent ?? 0;
        if (indent < 0)
        {
            throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoForm, "YAML Negative indentation not accepted");
        }

        using var emitter = new YamlEmitter(output, indent == 0 ? DefaultIndent : indent, lossless: true)
        {
            CompactsSequences = styles is { CompactsSequences: true },
        };
        for (var i = 0; i < tree.Branches.Count; i++)
        {
            TreeEmitter.WriteDocument(emitter, tree.Branches[i], styles, styles is null ? "" : KeptStyles.Root(i));
        }

        emitter.Finish();
    }

    /// <inheritdoc/>
    public override void WriteValue(Node value, IBufferWriter<byte> output, WriteOptions options)
    {
        using var emitter = new YamlEmitter(output, DefaultIndent, lossless: true);
        TreeEmitter.WriteDocument(emitter, value);
        emitter.Finish();
    }
}
