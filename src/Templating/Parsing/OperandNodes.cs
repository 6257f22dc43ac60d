using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Parsing;

/// <summary>A variable that a pipeline declares or assigns.</summary>
/// <param name="Id">Its name as a number; names of one template text are numbered, <c>$</c> is 0.</param>
/// <param name="Name">With the dollar sign.</param>
internal readonly record struct DeclaredVariable(int Id, ByteString Name);

/// <summary>Commands, each handing its result to the next.</summary>
internal sealed class PipelineNode(Source source, int position, DeclaredVariable[] variables, bool assigns, CommandNode[] commands)
    : Node(NodeKind.Pipeline, source, position)
{
    public DeclaredVariable[] Variables { get; } = variables;

    /// <summary>Whether the variables are assigned (<c>=</c>), not declared.</summary>
    public bool Assigns { get; } = assigns;

    public CommandNode[] Commands { get; } = commands;
}

/// <summary>A function or value and its arguments.</summary>
internal sealed class CommandNode(Source source, int position, Node[] operands) : Node(NodeKind.Command, source, position)
{
    public Node[] Operands { get; } = operands;
}

/// <summary><c>.A.B</c>.</summary>
internal sealed class FieldNode(Source source, int position, ByteString[] path) : Node(NodeKind.Field, source, position)
{
    public ByteString[] Path { get; } = path;
}

/// <summary><c>$x</c> and <c>$x.A.B</c>.</summary>
internal sealed class VariableNode(Source source, int position, DeclaredVariable variable, ByteString[] path) : Node(
    NodeKind.Variable, source, position)
{
    public DeclaredVariable Variable { get; } = variable;

    public ByteString[] Path { get; } = path;
}

/// <summary>Fields of a parenthesised pipeline or of a function's result.</summary>
internal sealed class ChainNode(Source source, int position, Node head, ByteString[] path) : Node(NodeKind.Chain, source, position)
{
    public Node Head { get; } = head;

    public ByteString[] Path { get; } = path;
}

/// <summary>A function, found when the template was parsed.</summary>
internal sealed class FunctionNode(Source source, int position, Function function) : Node(NodeKind.Function, source, position)
{
    public Function Function { get; } = function;
}

/// <summary><c>.</c> and <c>nil</c>.</summary>
internal sealed class WordNode(NodeKind kind, Source source, int position) : Node(kind, source, position);

/// <summary>A string or a truth value.</summary>
internal sealed class ConstantNode(Source source, in Token token, Value value) : Node(NodeKind.Constant, source, token.Start)
{
    public Value Value { get; } = value;

    /// <summary>Its length in the source.</summary>
    public int Length { get; } = token.Length;
}

/// <summary>A number or character.</summary>
internal sealed class NumberNode(Source source, in Token token, NumberLiteral literal) : Node(NodeKind.Number, source, token.Start)
{
    public NumberLiteral Literal { get; } = literal;

    /// <summary>Its length in the source.</summary>
    public int Length { get; } = token.Length;
}
