namespace KubeHa.Templates;

/// <summary>The names of the facts that observation brings. The value of each is a block of <c>key=value</c> lines unless said otherwise.</summary>
public static class FactNames
{
    /// <summary>What the machine is: names, interface, versions, ports, disk, marker.</summary>
    public const string System = "system";

    /// <summary>Seconds since 1970 by the machine's clock, one number.</summary>
    public const string Clock = "clock";

    /// <summary>By how many seconds the machine's clock is at least ahead of the operator's (negative: at most behind); added by the look, one number.</summary>
    public const string ClockAhead = "clock-ahead";

    /// <summary>By how many seconds it is at most ahead; added by the look, one number.</summary>
    public const string ClockAheadAtMost = "clock-ahead-at-most";

    /// <summary>Who answers for the virtual IP as seen from here, where it is not bound here.</summary>
    public const string VirtualAddress = "virtual-address";

    /// <summary>The same of the second virtual IP, as seen from a machine that has an address of its family.</summary>
    public const string SecondVirtualAddress = "second-virtual-address";

    /// <summary>
    /// What a plan rests on: kubeadm's marks, whose machine it is and by which CA, whether its apiserver serves, which nodes and etcd members that
    /// lists, whether a director owns the virtual IP; <c>bare=yes</c> where there is nothing of all that. It stays the same while nobody changes anything.
    /// </summary>
    public const string Membership = "membership";

    /// <summary>What a control plane serves: gate, virtual IP, own apiserver.</summary>
    public const string ControlPlane = "control-plane";

    /// <summary>The etcd members as this control plane's etcd lists them, JSON of etcd's gateway.</summary>
    public const string EtcdMembers = "etcd-members";

    /// <summary>The status of this control plane's etcd, JSON of etcd's gateway.</summary>
    public const string EtcdStatus = "etcd-status";

    /// <summary>The cluster's nodes as this control plane's apiserver lists them: a line each, name, Ready, pod range, kubelet version.</summary>
    public const string Nodes = "nodes";

    /// <summary>Holder and renewal of the controllers' leases, looked at twice.</summary>
    public const string Leases = "leases";

    /// <summary>A director's state: keepalived, virtual IP.</summary>
    public const string Director = "director";

    /// <summary>A director's table as <c>ipvsadm -Sn</c> writes it.</summary>
    public const string IpvsTable = "ipvs-table";

    /// <summary>Serving certificates seen through the virtual IP.</summary>
    public const string Connections = "connections";

    /// <summary>The same through the second virtual IP.</summary>
    public const string SecondConnections = "second-connections";

    /// <summary>A machine's host keys, a line each: type and key. Looked at only where machines are to log in on each other.</summary>
    public const string SshHostKeys = "ssh-host-keys";

    /// <summary>What kubectl says on a client.</summary>
    public const string ClientNodes = "client-nodes";

    /// <summary>Certificates of a machine: those in its files, each with its path, and those that its servers show. A line each, base64 of the DER.</summary>
    public const string Certificates = "certificates";

    /// <summary>Every managed file of a machine: mode, owner, kind, and a hash of what may be known of its text; and private files that others may read.</summary>
    public const string Files = "files";

    /// <summary>What a reboot depends on: units, kernel modules, kernel settings and who else sets them.</summary>
    public const string Readiness = "readiness";

    /// <summary>The VRRP adverts that a director heard in a few seconds: <c>advert=SOURCE ID PRIORITY VERSION</c>.</summary>
    public const string Adverts = "adverts";

    /// <summary>Lines of this control plane's etcd's metrics, as etcd writes them.</summary>
    public const string EtcdMetrics = "etcd-metrics";

    /// <summary>How the endpoints of an etcd that others run answer this control plane, a line each.</summary>
    public const string EtcdEndpoints = "etcd-endpoints";

    /// <summary>The alarms of etcd, JSON of its gateway.</summary>
    public const string EtcdAlarms = "etcd-alarms";

    /// <summary>The version of this control plane's apiserver.</summary>
    public const string ApiVersion = "api-version";

    /// <summary>How many pods of kube-proxy and of the cluster's DNS are wanted and ready.</summary>
    public const string Addons = "addons";
}
