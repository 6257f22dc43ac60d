using System.Buffers;
using SecretsKit.Core.Documents.Yaml.Scalars;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>
/// Lays out documents as go-yaml v3 does, with infinite width. The caller pushes nodes in document order; the stack of open collections
/// decides what is before and after each (spec sops.md 6.1, "Emit").
/// </summary>
internal sealed partial class YamlEmitter : IDisposable
{
    private const int LongestSimpleKey = 128;
    private const int SequenceIndicatorWidth = 2;
    private readonly YamlOutput _output;
    private readonly PendingComments _comments;
    private readonly int _step;
    private readonly bool _lossless;
    private EmitterFrame[] _frames = new EmitterFrame[16];
    private int _depth;
    private int _flowLevel;
    private int _indent = -1;
    private bool _started;

    /// <param name="writer">Receives the text.</param>
    /// <param name="indent">Spaces per level; outside 2 to 9 counts as 2.</param>
    /// <param name="lossless">
    /// Whether to differ from the reference where that writes text it cannot read again, or drops a comment: the indentation digit of a
    /// block scalar is then the true one also inside lists and given before a tab too, and comments that would collide are kept.
    /// </param>
    public YamlEmitter(IBufferWriter<byte> writer, int indent, bool lossless)
    {
        _output = new YamlOutput(writer);
        _comments = new PendingComments(_output, lossless);
        _step = indent is < 2 or > 9 ? 2 : indent;
        _lossless = lossless;
    }

    /// <summary>Whether a sequence under a key begins at the key's column. Default false.</summary>
    public bool CompactsSequences { get; init; }

    private ref EmitterFrame Top => ref _frames[_depth];

    public void BeginDocument(in NodeComments comments)
    {
        _comments.Announce(comments);
        if (_started)
        {
            _output.Indent(_indent);
            _output.Token("---"u8);
            _output.Indent(_indent);
        }

        _started = true;
        if (_comments.HasHead)
        {
            _comments.WriteHead(_indent);
            _output.Break();
        }
    }

    public void EndDocument(in NodeComments comments)
    {
        _comments.Announce(comments);
        _output.MarkFoot(0);
        _comments.WriteFoot(_indent);
        _output.ForgetFoot();
        _output.Indent(_indent);
    }

    /// <summary>Ends the text.</summary>
    public void Finish() => _output.Flush();

    public void Alias(string name, in NodeComments comments)
    {
        _comments.Announce(comments);
        OpenSlot(name.Length <= LongestSimpleKey, SlotContent.Other);
        NodeProperties.WriteAlias(_output, name);
        CloseSlot();
    }

    public void Scalar(ReadOnlySpan<byte> value, YamlStyle wanted, in NodeProperties properties, in NodeComments comments)
    {
        _comments.Announce(comments);
        var traits = ScalarAnalyzer.Analyze(value, ScalarProfile.Files);
        var fitsKey = (traits & ScalarTraits.Multiline) == 0 && properties.KeyLength + value.Length <= LongestSimpleKey;
        var isSimpleKey = OpenSlot(fitsKey, SlotContent.Scalar);
        var style = SelectStyle(value, wanted, traits, isSimpleKey);
        properties.Write(_output);
        var outer = _indent;
        IncreaseIndent(flow: true);
        WriteScalar(value, style, outer);
        _indent = outer;
        CloseSlot();
    }

    /// <param name="isMapping">A mapping or a sequence.</param>
    /// <param name="flow">Whether flow style is wanted; empty collections are written so in any case.</param>
    /// <param name="isEmpty">Whether the end follows at once.</param>
    /// <param name="properties">Anchor and tag.</param>
    /// <param name="comments">Head and tail; line and foot come with the end.</param>
    public void BeginCollection(bool isMapping, bool flow, bool isEmpty, in NodeProperties properties, in NodeComments comments)
    {
        _comments.Announce(comments);
        OpenSlot(isEmpty && properties.KeyLength <= LongestSimpleKey, flow ? SlotContent.Other : SlotContent.Block);
        properties.Write(_output);
        CloseSlot();

        var outer = _indent;
        var isFlow = flow || isEmpty || _flowLevel > 0;
        if (isFlow)
        {
            _output.Token(isMapping ? "{"u8 : "["u8);
            _output.Whitespace = true;
            _flowLevel++;
        }

        IncreaseIndent(isFlow);
        _indent -= CompactsSequences && !isMapping && !isFlow && Top.Shape == CollectionShape.BlockMapping ? SequenceIndicatorWidth : 0;
        if (++_depth == _frames.Length)
        {
            Array.Resize(ref _frames, _frames.Length * 2);
        }

        Top = new EmitterFrame
        {
            Shape = (isMapping, isFlow) switch
            {
                (true, true) => CollectionShape.FlowMapping,
                (true, false) => CollectionShape.BlockMapping,
                (false, true) => CollectionShape.FlowSequence,
                _ => CollectionShape.BlockSequence,
            },
            First = true,
            OuterIndent = outer,
        };
    }

    public void EndCollection(in NodeComments comments)
    {
        _comments.Announce(comments);
        var frame = Top;
        if (frame.Shape is CollectionShape.FlowMapping && !frame.First && !frame.CommaWritten && _comments.PrecedesEnd)
        {
            _output.Join(","u8);
        }

        if (frame.Shape is CollectionShape.FlowMapping or CollectionShape.BlockMapping)
        {
            _comments.WriteHead(_indent);
        }

        _indent = frame.OuterIndent;
        _depth--;
        if (frame.Shape is CollectionShape.BlockMapping or CollectionShape.BlockSequence)
        {
            if (_lossless)
            {
                _comments.WriteFoot(_indent);
            }

            return;
        }

        _flowLevel--;
        if (frame.Shape is CollectionShape.FlowSequence && _output.AtLineStart)
        {
            _output.Indent(_indent);
        }

        _output.Join(frame.Shape is CollectionShape.FlowMapping ? "}"u8 : "]"u8);
        _comments.WriteLine(_indent);
        _comments.WriteFoot(_indent);
    }

    public void Dispose() => _output.Dispose();
}
