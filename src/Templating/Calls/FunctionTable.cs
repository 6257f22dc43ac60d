using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Calls;

/// <summary>
/// The functions of a dialect, found by name at parse time. Charts, state files and ExternalSecret templates each make theirs from the same
/// groups. Filled once, then only read, which any number of threads may do.
/// </summary>
public sealed class FunctionTable
{
    private readonly Dictionary<ByteString, Function> _functions = [];

    /// <summary>Adds, or replaces one of the same name.</summary>
    /// <returns>This table.</returns>
    public FunctionTable Add(string name, FunctionBody body, params ParameterType[] parameters) => Add(new(name, parameters, null, body));

    /// <summary>Adds a function that takes any number of further arguments.</summary>
    /// <returns>This table.</returns>
    public FunctionTable AddVariadic(string name, FunctionBody body, ParameterType rest, params ParameterType[] parameters) =>
        Add(new(name, parameters, rest, body));

    /// <summary>Takes a function out of the dialect, as Helm does with <c>env</c>.</summary>
    /// <returns>This table.</returns>
    public FunctionTable Remove(string name)
    {
        _functions.Remove(new(name));
        return this;
    }

    /// <summary>The function of a name, or null.</summary>
    public Function? Find(ByteString name) => _functions.GetValueOrDefault(name);

    /// <summary>All of them, in no promised order.</summary>
    public IReadOnlyCollection<Function> All => _functions.Values;

    /// <summary>Adds, or replaces one of the same name.</summary>
    /// <returns>This table.</returns>
    public FunctionTable Add(Function function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _functions[new(function.Name)] = function;
        return this;
    }
}
