using System.Globalization;

namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>What is wrong with the fields of a suite, all of it at once.</summary>
/// <param name="isStrict">Whether unknown fields are wrong.</param>
internal sealed class SuiteProblems(bool isStrict)
{
    private readonly List<(int Line, string Text)> _found = [];

    /// <summary>Notes what is wrong.</summary>
    public void Add(int line, string problem) => _found.Add((line, problem));

    /// <summary>Notes an unknown field.</summary>
    public void AddUnknown(int line, string problem)
    {
        if (isStrict)
        {
            Add(line, problem);
        }
    }

    /// <summary>Ends the reading if anything is wrong.</summary>
    /// <exception cref="SuiteException">It is.</exception>
    public void Require()
    {
        if (_found.Count > 0)
        {
            throw new SuiteException("yaml: unmarshal errors:\n" + string.Join(
                '\n',
                _found.OrderBy(problem => problem.Line)
                    .Select(problem => string.Create(CultureInfo.InvariantCulture, $"  line {problem.Line}: {problem.Text}"))));
        }
    }
}
