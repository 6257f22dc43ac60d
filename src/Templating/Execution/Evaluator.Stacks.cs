using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    private const int InitialVariables = 64;
    private const int VariablesPerStep = 16;
    private const int InitialArguments = 64;
    private const int InitialEntries = 16;

    private Variable[] _variables = ArrayPool<Variable>.Shared.Rent(InitialVariables);
    private int _variableCount;

    // Where the variables of the executing template begin: it sees no others.
    private int _frame;

    // The arguments of all calls that wait for an argument of theirs.
    private Value[] _arguments = ArrayPool<Value>.Shared.Rent(InitialArguments);
    private int _argumentCount;

    // The calls of include and tpl that are executing.
    private Entry[] _entries = ArrayPool<Entry>.Shared.Rent(InitialEntries);
    private int _entryCount;

    private readonly record struct Variable(int Id, Operand Value);

    /// <param name="Node">The call.</param>
    /// <param name="Template">The template in which it is.</param>
    /// <param name="Target">The name that is included.</param>
    /// <param name="TplText">The text, if the call is of <c>tpl</c>.</param>
    private readonly record struct Entry(Node Node, ParsedTemplate Template, ParsedTemplate Target, byte[]? TplText);

    private void PushVariable(int id, Operand value)
    {
        if (_variableCount == _variables.Length)
        {
            Grow(ref _variables, _variableCount + 1);
        }

        _variables[_variableCount++] = new(id, value);
    }

    private int FindVariable(in DeclaredVariable variable)
    {
        for (var i = _variableCount - 1; i >= _frame; i--)
        {
            if (_variables[i].Id == variable.Id)
            {
                // A search among thousands of variables is not one step.
                _steps -= (_variableCount - i) / VariablesPerStep;
                return i;
            }
        }

        throw Fail("undefined variable: " + variable.Name.RevealText());
    }

    private void Assign(in DeclaredVariable variable, Operand value) => _variables[FindVariable(variable)] = new(variable.Id, value);

    private void PushArgument(Value value)
    {
        if (_argumentCount == _arguments.Length)
        {
            Grow(ref _arguments, _argumentCount + 1);
        }

        _arguments[_argumentCount++] = value;
    }

    private void PushEntry(in Entry entry)
    {
        if (_entryCount == _entries.Length)
        {
            Grow(ref _entries, _entryCount + 1);
        }

        _entries[_entryCount++] = entry;
    }

    private static void Grow<T>(ref T[] stack, int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, 2 * stack.Length));
        stack.CopyTo(larger, 0);
        // A function may still read its arguments in the old array, so it is not returned.
        stack = larger;
    }

    private void ReturnStacks()
    {
        ArrayPool<Variable>.Shared.Return(_variables, clearArray: true);
        ArrayPool<Value>.Shared.Return(_arguments, clearArray: true);
        ArrayPool<Entry>.Shared.Return(_entries, clearArray: true);
        (_variables, _arguments, _entries) = ([], [], []);
    }
}
