using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Dependencies;

/// <summary>Decides which subcharts take part and under which names, and lifts values out of them (spec helm.md 3.2, 3.3).</summary>
internal sealed class DependencyProcessing(HelmGeneration generation, IChartLog log)
{
    private readonly Coalescing _coalescing = new(generation, log);

    /// <summary>A fresh tree of a chart for these values.</summary>
    /// <exception cref="ChartException">Values do not fit the subcharts.</exception>
    public ResolvedChart Process(Chart chart, MapValue user)
    {
        var root = new ResolvedChart(chart, null);
        Enable(root, user, "");
        ImportValues(root);
        return root;
    }

    private void Enable(ResolvedChart chart, MapValue values, string path)
    {
        if (chart.Source.Metadata.Dependencies is not { } declared)
        {
            return;
        }

        var dependencies = declared.OfType<ChartDependency>().ToList();
        chart.Dependencies = Arrange(chart, dependencies);
        var states = dependencies
            .Select(
                dependency =>
                    new State(dependency with { Name = dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name, Enabled = true }))
            .ToList();
        var coalesced = _coalescing.Coalesce(chart, values);
        ApplyTags(states, coalesced);
        ApplyConditions(states, coalesced, path);

        var removed = states.Where(state => !state.IsEnabled).Select(state => state.Dependency.Name).ToHashSet(StringComparer.Ordinal);
        var kept = chart.Dependencies.Where(child => !removed.Contains(child.Name)).ToList();
        foreach (var child in kept)
        {
            Enable(child, coalesced, path + child.Name + ".");
        }

        chart.Metadata = chart.Metadata with
        {
            Dependencies = [.. states.Where(state => !removed.Contains(state.Dependency.Name)).Select(state => state.Dependency)],
        };
        chart.Dependencies = kept;
    }

    // What nobody declared comes first; each declaration makes a chart of its own, even of the same files.
    private static List<ResolvedChart> Arrange(ResolvedChart chart, List<ChartDependency> declared)
    {
        var arranged = chart.Dependencies
            .Where(child => !declared.Exists(dependency => dependency.Name == child.Name && Fits(dependency, child)))
            .ToList();
        foreach (var dependency in declared)
        {
            if (chart.Dependencies.FirstOrDefault(child => child.Name == dependency.Name && Fits(dependency, child)) is { } found)
            {
                arranged.Add(found.WithName(dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name));
            }
        }

        return arranged;
    }

    private static bool Fits(ChartDependency dependency, ResolvedChart child) =>
        VersionConstraint.TryParse(dependency.Version, out var constraint, out _)
        && SemanticVersion.TryParse(child.Metadata.Version, SemanticVersionStyle.Loose, out var version)
        && constraint.IsMet(version);

    private void ApplyTags(List<State> states, MapValue values)
    {
        if (Tables.Find(values, "tags", out _) is not { } tags)
        {
            return;
        }

        foreach (var state in states)
        {
            bool isOn = false, isOff = false;
            foreach (var tag in state.Dependency.Tags)
            {
                if (!tags.TryGet(new(tag), out var value))
                {
                    continue;
                }

                if (value.Kind != GoKind.Bool)
                {
                    log.Write(new(NoticeLevel.Warn, "returned non-bool value", ("tag", tag), ("chart", state.Dependency.Name))
                    {
                        LegacySource = "dependencies.go:95",
                        LegacyText = $"Warning: Tag '{tag}' for chart {state.Dependency.Name} returned non-bool value",
                    });
                    continue;
                }

                isOn |= value.Boolean;
                isOff |= !value.Boolean;
            }

            state.IsEnabled = isOn || !isOff;
        }
    }

    private void ApplyConditions(List<State> states, MapValue values, string path)
    {
        foreach (var state in states)
        {
            foreach (var condition in state.Dependency.Condition.Trim().Split(','))
            {
                if (condition.Length == 0 || !Tables.TryFindScalar(values, path + condition, out var value))
                {
                    continue;
                }

                if (value.Kind == GoKind.Bool)
                {
                    state.IsEnabled = value.Boolean;
                    break;
                }

                log.Write(new(NoticeLevel.Warn, "returned non-bool value", ("path", condition), ("chart", state.Dependency.Name))
                {
                    LegacySource = "dependencies.go:64",
                    LegacyText = $"Warning: Condition path '{condition}' for chart {state.Dependency.Name} returned non-bool value",
                });
            }
        }
    }

    private void ImportValues(ResolvedChart chart)
    {
        foreach (var child in chart.Dependencies)
        {
            ImportValues(child);
        }

        // Where all declared charts are disabled, the reference leaves the values alone: undeclared ones are not merged into them.
        if (chart.Metadata.Dependencies is not { Count: > 0 } declared)
        {
            return;
        }

        var values = _coalescing.Merge(chart, null);
        var imported = new MapValue();
        foreach (var dependency in declared.OfType<ChartDependency>())
        {
            foreach (var import in dependency.ImportValues)
            {
                Import(imported, values, dependency.Name, import);
            }
        }

        _coalescing.MergeTables(values, imported);
        chart.Values = values;
    }

    private void Import(MapValue imported, MapValue values, string chart, ValueImport import)
    {
        var isShort = import.Parent is null;
        var path = isShort ? "exports." + import.Child : import.Child;
        if (Tables.Find(values, $"{chart}.{path}", out var missing) is not { } table)
        {
            var error = $"\"{missing}\" is not a table";
            log.Write(isShort
                ? new(NoticeLevel.Warn, "ImportValues missing table", ("error", error))
                {
                    LegacySource = "dependencies.go:287",
                    LegacyText = $"Warning: ImportValues missing table: {error}",
                }
                : new(NoticeLevel.Warn, "ImportValues missing table from chart", ("chart", chart), ("error", error))
                {
                    LegacySource = "dependencies.go:270",
                    LegacyText = $"Warning: ImportValues missing table from chart {chart}: {error}",
                });
            return;
        }

        // By reference, as the reference does: what is merged into a table that was lifted shows in the child, too.
        _coalescing.MergeTables(imported, Tables.At(import.Parent ?? ".", table));
    }

    private sealed class State(ChartDependency dependency)
    {
        public ChartDependency Dependency { get; } = dependency;

        public bool IsEnabled { get; set; } = true;
    }
}
