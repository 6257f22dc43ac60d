using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Parsing;

/// <summary>Text that is copied to the output.</summary>
internal sealed class TextNode(Source source, int position, int length) : Node(NodeKind.Text, source, position)
{
    public ReadOnlySpan<byte> Text => Source.Text.AsSpan(Position, length);
}

/// <summary><c>{{p}}</c>.</summary>
internal sealed class ActionNode(Source source, int position, PipelineNode pipeline) : Node(NodeKind.Action, source, position)
{
    public PipelineNode Pipeline { get; } = pipeline;
}

/// <summary>Nodes one after another.</summary>
internal sealed class ListNode(Source source, int position, Node[] items) : Node(NodeKind.List, source, position)
{
    public Node[] Items { get; } = items;

    /// <summary>Whether there is nothing but white space: such a definition replaces no other (spec go-template.md 2.2).</summary>
    public bool IsBlank
    {
        get
        {
            foreach (var item in Items)
            {
                if (item is not TextNode text || !BlankText.IsBlank(text.Text))
                {
                    return false;
                }
            }

            return true;
        }
    }
}

/// <summary><c>if</c>, <c>with</c> and <c>range</c>.</summary>
internal sealed class BranchNode(NodeKind kind, Source source, PipelineNode pipeline, ListNode body, ListNode? otherwise)
    : Node(kind, source, pipeline.Position)
{
    public PipelineNode Pipeline { get; } = pipeline;

    public ListNode Body { get; } = body;

    public ListNode? Otherwise { get; } = otherwise;
}

/// <summary><c>break</c> and <c>continue</c>.</summary>
internal sealed class JumpNode(NodeKind kind, Source source, int position) : Node(kind, source, position);

/// <summary><c>template</c>, and the execution that a <c>block</c> contains.</summary>
internal sealed class TemplateNode(Source source, int position, ByteString name, PipelineNode? argument) : Node(
    NodeKind.Template, source, position)
{
    public ByteString Name { get; } = name;

    public PipelineNode? Argument { get; } = argument;
}
