namespace SecretsKit.Charts.Model;

/// <summary>What is wrong with a chart, its values or what it renders to, where there is advice on what to do about it.</summary>
public enum ChartFault
{
    /// <summary>There is no folder or archive of the name. The subject is the name.</summary>
    NotFound,

    /// <summary>A name of a chart in a repository that is not known. The subject is the name.</summary>
    UnknownRepository,

    /// <summary>A folder or archive without Chart.yaml. The subject is where it should be.</summary>
    NoChartFile,

    /// <summary>A file that is no archive. The subject is the file.</summary>
    NotAnArchive,

    /// <summary>The archive of a subchart is named unlike the chart in it. The subject is the name.</summary>
    MisnamedSubchart,

    /// <summary>A type of chart that is not rendered for itself. The subject is the type.</summary>
    NotInstallable,

    /// <summary>Chart.yaml names dependencies that are not there. The subject is their names.</summary>
    MissingDependencies,

    /// <summary>The chart is for other versions of Kubernetes. The subject is the constraint.</summary>
    WrongKubernetes,

    /// <summary>A release name that Kubernetes would not take. The subject is the name.</summary>
    InvalidReleaseName,

    /// <summary>A values file that cannot be read. The subject is the file.</summary>
    UnreadableValues,

    /// <summary>Values that are no map.</summary>
    ValuesAreNoMap,

    /// <summary>Values do not fit the chart's schema.</summary>
    SchemaViolated,

    /// <summary>A file renders to something that is no YAML, or no object. The subject is the template.</summary>
    UnreadableManifest,

    /// <summary>A field of a rendered object has a type that Kubernetes does not take.</summary>
    WrongFieldType,
}
